package dev.postern.setup;

import dev.postern.advice.AppRole;
import dev.postern.advice.Shell;
import dev.postern.config.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What is done with the Azure CLI: the application in Entra ID, and the resources of Azure
/// Communication Services.
final class AzureScript {

    private final Needs needs;

    AzureScript(Needs needs) {
        this.needs = needs;
    }

    /// The script's name.
    String name() {
        return needs.name() + "-1-entra.sh";
    }

    /// Its text; empty if there is nothing to do.
    Optional<String> text() {
        List<String> steps = steps();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        String calls = calls(steps);
        return Optional.of(
                """
                #!/usr/bin/env bash
                # Sets up for Postern what the tenant must have in Entra ID%s.
                #
                #   %s                does what is missing, and asks before each change
                #   %s --check-only   only looks; exit 1 if something is missing
                #   %s --undo         takes back what it made by its record beside it, and asks before each change
                #   --yes             does not ask
                #
                # It may be run as often as you like. Needs the Azure CLI, signed in as Application Administrator; for the
                # consent as Privileged Role Administrator.
                #
                # Names of the settings stand in it as literals, whatever characters they have.
                # shellcheck disable=SC2016,SC1112
                """
                                .formatted(
                                        needs.communication().isEmpty()
                                                ? ""
                                                : " and in Azure Communication Services",
                                        name(),
                                        name(),
                                        name())
                        + values()
                        + Toolbox.read("head.sh")
                        + "\n"
                        + new Toolbox("application.sh", "communication.sh").calledBy(calls)
                        + calls
                        + Toolbox.read("tail.sh"));
    }

    /// The values, before the head's code uses them.
    private String values() {
        StringBuilder values = new StringBuilder();
        values.append("TENANT_ID=").append(literal(needs.tenant().tenantId().text())).append('\n');
        values.append("APP_ID=").append(literal(Application.clientId(needs))).append('\n');
        values.append("TENANT=").append(literal(needs.name())).append('\n');
        values.append("here=$(cd \"$(dirname \"$0\")\" && pwd)\n");
        values.append("record=$here/$TENANT.made-by-1\n");
        if (!Application.managed(needs)) {
            values.append("DISPLAY_NAME=").append(literal(Application.NAME)).append('\n');
        }
        if (!needs.communication().isEmpty()) {
            values.append("# What the settings do not tell: set it before, or be asked.\n");
            values.append(": \"${RESOURCE_GROUP:=}\" \"${ACS_NAME:=}\" \"${EMAIL_SERVICE:=}\"");
            values.append(" \"${DATA_LOCATION:=europe}\"\n");
            values.append("MAIL_DOMAIN=").append(literal(domain())).append('\n');
        }
        return values.toString();
    }

    private String calls(List<String> steps) {
        StringBuilder calls = new StringBuilder("signed_in\n");
        if (Application.managed(needs) && Application.clientId(needs).isEmpty()) {
            calls.append("ask_for APP_ID 'Client id of the managed identity'\n");
        }
        if (!needs.communication().isEmpty()) {
            calls.append("communication_names\n");
        }
        calls.append("if [ \"$mode\" = undo ]; then\n");
        if (steps.contains("application")) {
            calls.append("  known_application\n");
        }
        undoing().forEach(step -> calls.append("  ").append(step).append('\n'));
        calls.append("else\n");
        steps.forEach(step -> calls.append("  ").append(step).append('\n'));
        return calls.append("fi\n").toString();
    }

    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        if (!Application.managed(needs) && (needs.exchange() || usesRole())) {
            steps.add("application");
            steps.add("enterprise_application");
            List<AppRole> roles = Application.roles(needs);
            roles.forEach(role -> steps.add("permission " + words(role)));
            Application.unwanted(needs).forEach(role -> steps.add("unwanted " + words(role)));
            if (!roles.isEmpty()) {
                steps.add("consent");
            }
            steps.add(credential(needs.tenant().credential()));
        }
        if (!needs.communication().isEmpty()) {
            steps.add("email_service");
            steps.add("mail_domain");
            senders().forEach(sender -> steps.add("sender " + literal(sender)));
            steps.add("communication_service");
            if (usesRole()) {
                steps.add("communication_role");
            }
            usernames("smtp_username").forEach(steps::add);
        }
        return steps;
    }

    private List<String> undoing() {
        List<String> steps = new ArrayList<>();
        usernames("undo_smtp_username").forEach(steps::add);
        if (usesRole()) {
            steps.add("undo_communication_role");
        }
        if (!needs.communication().isEmpty()) {
            steps.add("undo_communication");
        }
        if (!Application.managed(needs)) {
            Application.roles(needs).forEach(role -> steps.add("undo_permission " + words(role)));
            Application.unwanted(needs).forEach(role -> steps.add("undo_unwanted " + words(role)));
            steps.add(undoing(needs.tenant().credential()));
            steps.add("undo_application");
        }
        if (steps.isEmpty()) {
            steps.add("note 'nothing was given here'");
        }
        return steps;
    }

    private boolean usesRole() {
        return needs.communication().stream().anyMatch(Needs.Communication::byRole);
    }

    private static String credential(Credential credential) {
        return switch (credential) {
            case Credential.ClientSecret _ -> "secret";
            case Credential.Certificate certificate ->
                    "certificate " + literal(certificate.certificate().toString());
            case Credential.KeyStore _ -> "certificate " + literal("certificate.pem");
            case Credential.Federated _ -> "federated";
            case Credential.Managed _ -> "note 'a managed identity has no credential'";
        };
    }

    private static String undoing(Credential credential) {
        return switch (credential) {
            case Credential.ClientSecret _ -> "undo_key secret";
            case Credential.Certificate _, Credential.KeyStore _ -> "undo_key certificate --cert";
            case Credential.Federated _ -> "undo_federated";
            case Credential.Managed _ -> "note 'a managed identity has no credential'";
        };
    }

    /// The older form of a user name is made of ids and is not created.
    private List<String> usernames(String function) {
        List<String> names =
                needs.communication().stream()
                        .map(Needs.Communication::smtpUsername)
                        .filter(name -> !name.isEmpty() && !name.contains("|"))
                        .distinct()
                        .toList();
        List<String> calls = new ArrayList<>();
        for (String name : names) {
            String resource = calls.isEmpty() ? "postern" : "postern-" + (calls.size() + 1);
            calls.add(function + " " + literal(name) + " " + resource);
        }
        return calls;
    }

    private String domain() {
        return needs.communication().stream()
                .flatMap(one -> one.mailFrom().stream())
                .map(address -> address.substring(address.lastIndexOf('@') + 1))
                .findFirst()
                .orElse("");
    }

    /// Local parts of the addresses in the domain; DoNotReply is there from the start.
    private List<String> senders() {
        TreeSet<String> parts = new TreeSet<>();
        for (Needs.Communication one : needs.communication()) {
            one.mailFrom()
                    .filter(address -> address.endsWith("@" + domain()))
                    .map(address -> address.substring(0, address.lastIndexOf('@')))
                    .filter(part -> !part.equalsIgnoreCase("DoNotReply"))
                    .ifPresent(parts::add);
        }
        return List.copyOf(parts);
    }

    private static String words(AppRole role) {
        return role.resource() + " " + literal(role.value());
    }

    private static String literal(String value) {
        return Shell.BASH.literal(value);
    }
}
