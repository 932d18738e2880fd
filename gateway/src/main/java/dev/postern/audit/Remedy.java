package dev.postern.audit;

import dev.postern.advice.Shell;
import java.util.List;
import java.util.Optional;

/// What to type for one finding: commands, and what is added to Postern's settings.
///
/// Addresses come out of files that anybody may have written, so each is quoted for the language
/// that it is put into.
///
/// @param commands ready to paste, one a line, each with the shell it is for
/// @param settings YAML; empty if nothing has to be set
record Remedy(List<Command> commands, Optional<String> settings) {

    Remedy {
        commands = List.copyOf(commands);
    }

    /// @param shell `postern`, `PowerShell` or `az`
    record Command(String shell, String line) {}

    static Remedy of(Finding finding) {
        String address = finding.sender().address();
        return switch (finding.way()) {
            case RELAY -> relay(address, finding);
            case PROXY -> proxy(address, finding.sender().traffic());
            case HVE -> hve(address);
            case ACS -> acs(address);
            case SWITCH_OFF -> new Remedy(List.of(switchOff(address)), Optional.empty());
            case ASK ->
                    new Remedy(
                            List.of(
                                    new Command(
                                            "PowerShell",
                                            "Get-CASMailbox -Identity %s | Format-List SmtpClientAuthenticationDisabled,ImapEnabled,PopEnabled"
                                                    .formatted(powerShell(address)))),
                            Optional.empty());
            case OAUTH, GRAPH, ON_PREMISES, NOTHING -> new Remedy(List.of(), Optional.empty());
        };
    }

    private static Remedy relay(String address, Finding finding) {
        boolean oldTls =
                finding.reasons().stream().anyMatch(reason -> reason.key().equals("reason.tls"));
        return new Remedy(
                List.of(
                        new Command(
                                "postern",
                                "postern account add %s --senders %s"
                                        .formatted(Judgement.account(address), shell(address)))),
                Optional.of(
                        """
                        relay:
                          listeners:
                            - listen: 0.0.0.0:587
                              tls: {mode: starttls, certificate: cert.pem, key: key.pem%s}
                          routes:
                            - {senders: [%s], to: [exchange]}
                        destinations:
                          exchange: {exchange: {tenant: TENANT, mailbox: %s}}
                        """
                                .formatted(
                                        oldTls ? ", min-version: \"1.0\"" : "",
                                        yaml(address),
                                        yaml(address))));
    }

    private static Remedy proxy(String address, Sender.Traffic seen) {
        StringBuilder entries = new StringBuilder("proxy:\n");
        if (seen.signIns(Client.IMAP) > 0) {
            entries.append("  - {protocol: imap, listen: 127.0.0.1:1143, tenant: TENANT}\n");
        }
        if (seen.signIns(Client.POP3) > 0) {
            entries.append("  - {protocol: pop3, listen: 127.0.0.1:1110, tenant: TENANT}\n");
        }
        if (seen.signIns(Client.SMTP) > 0) {
            entries.append("  - {protocol: smtp, listen: 127.0.0.1:1587, tenant: TENANT}\n");
        }
        return new Remedy(
                List.of(
                        new Command(
                                "postern",
                                "postern account add %s --mailboxes %s"
                                        .formatted(Judgement.account(address), shell(address)))),
                Optional.of(entries.toString()));
    }

    private static Remedy hve(String address) {
        return new Remedy(
                List.of(
                        new Command(
                                "PowerShell",
                                "New-MailUser -HVEAccount -Name %s -PrimarySmtpAddress %s -Password (Read-Host -AsSecureString)"
                                        .formatted(
                                                powerShell(Judgement.account(address) + "-hve"),
                                                powerShell("hve-" + address)))),
                Optional.of(
                        """
                        relay:
                          routes:
                            - {senders: [%s], recipients: internal, to: [hve]}
                        destinations:
                          hve: {hve: {tenant: TENANT, account: %s}}
                        """
                                .formatted(yaml(address), yaml("hve-" + address))));
    }

    private static Remedy acs(String address) {
        return new Remedy(
                List.of(
                        new Command(
                                "az",
                                "az communication smtp-username create -g GROUP --comm-service-name RESOURCE --smtp-username %s --username %s --entra-application-id APP-ID --tenant-id TENANT-ID"
                                        .formatted(Judgement.account(address), shell(address)))),
                Optional.of(
                        """
                        relay:
                          routes:
                            - {senders: [%s], to: [acs]}
                        destinations:
                          acs: {acs-smtp: {username: %s, tenant: TENANT}}
                        """
                                .formatted(yaml(address), yaml(address))));
    }

    private static Command switchOff(String address) {
        return new Command(
                "PowerShell",
                "Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $true"
                        .formatted(powerShell(address)));
    }

    private static String powerShell(String text) {
        return Shell.POWERSHELL.literal(text);
    }

    private static String shell(String text) {
        return Shell.BASH.literal(text);
    }

    private static String yaml(String text) {
        return Shell.POSTERN.literal(text);
    }
}
