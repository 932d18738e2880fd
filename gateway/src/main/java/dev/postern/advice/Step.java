package dev.postern.advice;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step of a remedy before names are filled in: `{mailbox}` stands for the mailbox, and so on.
///
/// @param prose one sentence with its full stop
/// @param shell the command's language; empty if there is no command
record Step(String prose, Optional<Shell> shell, String command) {

    private static final Pattern NAME =
            Pattern.compile("\\{(tenant|client|object|mailbox|sender|domain|username)\\}");

    /// Something that only a person can do.
    static Step say(String prose) {
        return new Step(prose, Optional.empty(), "");
    }

    /// A command for Exchange Online PowerShell.
    static Step exchange(String prose, String command) {
        return new Step(prose, Optional.of(Shell.POWERSHELL), command);
    }

    /// A command for the Azure CLI.
    static Step az(String prose, String command) {
        return new Step(prose, Optional.of(Shell.BASH), command);
    }

    /// Settings or a command of Postern.
    static Step postern(String prose, String text) {
        return new Step(prose, Optional.of(Shell.POSTERN), text);
    }

    Remedy fill(Names names) {
        return new Remedy(
                filled(prose, names, Optional.empty()),
                shell.map(language -> new Remedy.Command(language, filled(command, names, shell))));
    }

    /// Whether the command wants the service principal's object id.
    boolean wantsObjectId() {
        return command.contains("{object}");
    }

    private static String filled(String text, Names names, Optional<Shell> shell) {
        return NAME.matcher(text)
                .replaceAll(found -> {
                    String value = value(found.group(1), names);
                    return Matcher.quoteReplacement(
                            value.isEmpty()
                                    ? placeholder(found.group(1))
                                    : shell.map(language -> language.quote(value)).orElse(value));
                });
    }

    private static String value(String name, Names names) {
        return switch (name) {
            case "tenant" -> names.tenantId();
            case "client" -> names.clientId();
            case "object" -> names.objectId();
            case "mailbox" -> names.mailbox();
            case "sender" -> names.sender();
            case "domain" -> names.domain();
            default -> names.smtpUsername();
        };
    }

    private static String placeholder(String name) {
        return switch (name) {
            case "tenant" -> "TENANT_ID";
            case "client" -> "CLIENT_ID";
            case "object" -> "OBJECT_ID";
            case "mailbox" -> "MAILBOX";
            case "sender" -> "SENDER";
            case "domain" -> "DOMAIN";
            default -> "SMTP_USERNAME";
        };
    }
}
