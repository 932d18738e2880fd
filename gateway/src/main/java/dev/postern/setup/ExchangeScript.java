package dev.postern.setup;

import dev.postern.advice.AppRole;
import dev.postern.advice.Shell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What only Exchange Online PowerShell can do: the service principal in Exchange, its rights on
/// mailboxes, and the mailboxes' switches.
final class ExchangeScript {

    private final Needs needs;

    ExchangeScript(Needs needs) {
        this.needs = needs;
    }

    /// The script's name.
    String name() {
        return needs.name() + "-2-exchange.ps1";
    }

    /// Its text; empty if there is nothing to do.
    Optional<String> text() {
        if (!needs.exchange()) {
            return Optional.empty();
        }
        String calls = calls();
        Toolbox toolbox =
                new Toolbox(
                        "head.ps1",
                        "mailbox.ps1",
                        "sender.ps1",
                        "submission.ps1",
                        "volume.ps1",
                        "identity.ps1");
        return Optional.of(
                """
                # Sets up for Postern what the tenant must have in Exchange Online.
                #
                #   ./%s              does what is missing, and asks before each change
                #   ./%s -CheckOnly   only looks; exit 1 if something is missing
                #   ./%s -Undo        takes back what it made by its record beside it, and asks before each change
                #   -Yes              does not ask
                #
                # It may be run as often as you like. Needs the module ExchangeOnlineManagement, and the role Exchange
                # Administrator (for roles of applications: Organization Management).
                """
                                .formatted(name(), name(), name())
                        + parameters()
                        + "\n"
                        + values()
                        + "\n"
                        + toolbox.calledBy(calls + Toolbox.read("tail.ps1"))
                        + calls
                        + Toolbox.read("tail.ps1"));
    }

    /// What a script is called with, and what it needs before anything else.
    static String parameters() {
        String head = Toolbox.read("head.ps1");
        return head.substring(0, head.indexOf("\nfunction "));
    }

    private String values() {
        StringBuilder values = new StringBuilder();
        value(values, "Tenant", needs.name());
        value(values, "TenantId", needs.tenant().tenantId().text());
        value(values, "AppId", Application.clientId(needs));
        value(values, "DisplayName", Application.NAME);
        value(values, "Environment", Application.environment(needs));
        values.append(record(needs.name() + ".made-by-2"));
        if (needs.sends()) {
            value(values, "SenderGroup", "postern-senders-" + needs.name());
            value(values, "SenderScope", "Postern senders " + needs.name());
        }
        return values.toString();
    }

    /// Where a script writes down what it made.
    static String record(String file) {
        return "$Record = Join-Path $PSScriptRoot " + literal(file) + "\n";
    }

    private static void value(StringBuilder values, String name, String value) {
        values.append('$').append(name).append(" = ").append(literal(value)).append('\n');
    }

    private String calls() {
        StringBuilder calls = new StringBuilder();
        if (Application.clientId(needs).isEmpty()) {
            calls.append("$AppId = (Read-Host 'Client id of the managed identity').Trim()\n");
        }
        calls.append("Connect-Tenant\n$script:Object = Find-ObjectId\nif ($Undo) {\n");
        undoing().forEach(step -> calls.append("    ").append(step).append('\n'));
        calls.append("}\nelse {\n");
        steps().forEach(step -> calls.append("    ").append(step).append('\n'));
        return calls.append("}\n").toString();
    }

    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        if (Application.managed(needs)) {
            Application.roles(needs).forEach(role -> steps.add(identity("Grant", role)));
        }
        steps.add("Register-Principal");
        needs.opened().forEach(mailbox -> steps.add("Grant-Mailbox " + literal(mailbox)));
        needs.imap().forEach(mailbox -> steps.add("Enable-Imap " + literal(mailbox)));
        needs.pop3().forEach(mailbox -> steps.add("Enable-Pop3 " + literal(mailbox)));
        if (needs.sends()) {
            steps.add("Register-SenderScope " + array(needs.senders()));
            for (String role : Application.exchangeRoles(needs)) {
                steps.add("Grant-SenderRole " + literal(role) + " " + array(needs.senders()));
            }
        }
        needs.smtp().forEach(mailbox -> steps.add("Enable-SmtpAuth " + literal(mailbox)));
        for (String account : needs.volume()) {
            steps.add("Register-HveAccount " + literal(account));
            steps.add("Grant-HveAccess " + literal(account));
        }
        return steps;
    }

    private static String identity(String verb, AppRole role) {
        return verb + "-IdentityRole " + literal(role.resource()) + " " + literal(role.value());
    }

    private List<String> undoing() {
        List<String> steps = new ArrayList<>();
        for (String account : needs.volume()) {
            steps.add("Revoke-HveAccess " + literal(account));
            steps.add("Write-HveLeft " + literal(account));
        }
        needs.smtp().forEach(mailbox -> steps.add("Disable-SmtpAuth " + literal(mailbox)));
        if (needs.sends()) {
            Application.exchangeRoles(needs)
                    .forEach(role -> steps.add("Revoke-Sender " + literal(role)));
            steps.add("Unregister-SenderScope " + array(needs.senders()));
        }
        needs.imap().forEach(mailbox -> steps.add("Disable-Imap " + literal(mailbox)));
        needs.pop3().forEach(mailbox -> steps.add("Disable-Pop3 " + literal(mailbox)));
        needs.opened().forEach(mailbox -> steps.add("Revoke-Mailbox " + literal(mailbox)));
        steps.add("Unregister-Principal");
        if (Application.managed(needs)) {
            Application.roles(needs).forEach(role -> steps.add(identity("Revoke", role)));
        }
        return steps;
    }

    private static String array(Collection<String> values) {
        return values.stream()
                .map(ExchangeScript::literal)
                .collect(Collectors.joining(", ", "@(", ")"));
    }

    private static String literal(String value) {
        return Shell.POWERSHELL.literal(value);
    }
}
