package dev.postern.setup;

import dev.postern.advice.Shell;
import java.util.Optional;

/// A first settings file with comments, made of a few answers.
///
/// @param job what Postern is for
/// @param tenantId the directory's id or a domain
/// @param clientId the application's; empty if it is not registered yet
/// @param credential how it proves to be the application
/// @param mailbox the one that is collected, that sends, or that clients open
/// @param destination where mail goes: a folder or a webhook's address when collecting, empty
///   otherwise
/// @param data the folder of the store
public record FirstSettings(
        Job job,
        String tenantId,
        Optional<String> clientId,
        Keeping credential,
        String mailbox,
        String destination,
        String data) {

    /// What Postern is for.
    public enum Job {
        /// Mail is fetched from a mailbox and given to an application.
        COLLECT,
        /// Mail is taken from devices and sent on.
        RELAY,
        /// Old clients open a mailbox with a local password.
        PROXY
    }

    /// How the credential is kept.
    public sealed interface Keeping {

        /// The secret is in a file.
        record SecretFile(String path) implements Keeping {}

        /// The secret is in a variable of the environment.
        record SecretVariable(String name) implements Keeping {}

        /// A certificate and its key, both in PEM.
        record Certificate(String certificate, String key) implements Keeping {}

        /// The identity of the Azure machine.
        record Managed() implements Keeping {}
    }

    private static final String NOT_YET = "00000000-0000-0000-0000-000000000000";

    /// The file's text.
    public String yaml() {
        return """
        # Settings of Postern. All of them: docs/reference/settings.md. Check this file: postern config check

        # Everything that Postern has is in this folder. It must exist and belong to the service's user.
        data: %s

        tenants:
          # The name is yours; the entries below refer to it.
          main:
            # Entra ID, Overview: Tenant ID.
            tenant-id: %s
        %s    # Never the secret itself: a reference to where it is kept.
            credential: %s

        """
                        .formatted(quoted(data), quoted(tenantId), client(), reference())
                + switch (job) {
                    case COLLECT -> collecting();
                    case RELAY -> relaying();
                    case PROXY -> letting();
                };
    }

    private String client() {
        if (credential instanceof Keeping.Managed) {
            return "";
        }
        String comment =
                clientId.isPresent()
                        ? "    # Entra ID, App registrations: Application (client) ID.\n"
                        : "    # Not registered yet: `postern setup` writes the script that does it and tells the id.\n";
        return comment + "    client-id: " + quoted(clientId.orElse(NOT_YET)) + "\n";
    }

    private String reference() {
        return switch (credential) {
            case Keeping.SecretFile(String path) ->
                    "{secret: " + Shell.POSTERN.literal("${file:" + path + "}") + "}";
            case Keeping.SecretVariable(String name) ->
                    "{secret: " + Shell.POSTERN.literal("${env:" + name + "}") + "}";
            case Keeping.Certificate(String certificate, String key) ->
                    "{certificate: " + quoted(certificate) + ", key: " + quoted(key) + "}";
            case Keeping.Managed() -> "{managed-identity: system}";
        };
    }

    private String collecting() {
        boolean web = destination.startsWith("https://") || destination.startsWith("http://");
        return """
        collect:
          # The name is yours: `postern collect inbox --once` makes one visit by hand.
          inbox:
            mailbox: %s
            tenant: main
            protocol: imap       # or pop3
            every: 5m
            idle: true           # new mail at once, without waiting for the next round
            # Messages stay in the mailbox as long as you try things out. Then: delete, or {move: Processed}.
            after: keep
            to: application

        destinations:
          application: %s
        """
                .formatted(
                        quoted(mailbox),
                        web
                                ? "{webhook: {url: " + quoted(destination) + "}}"
                                : "{folder: " + quoted(destination) + "}");
    }

    private String relaying() {
        String domain = mailbox.substring(mailbox.lastIndexOf('@') + 1);
        return """
        relay:
          listeners:
            # Only this machine can reach it. For devices in the network, listen on 0.0.0.0:587 with a certificate:
            # tls: {mode: starttls, certificate: server.pem, key: server-key.pem}
            - listen: 127.0.0.1:2525
              tls: {mode: none}
              sign-in: required  # accounts: postern account add scanner --senders '*@%s'
          internal-domains: [%s]
          routes:
            - {to: [exchange]}

        destinations:
          # Exchange Online by SMTP with a token; the mailbox sends.
          exchange: {exchange: {tenant: main, mailbox: %s}}
        """
                .formatted(domain, quoted(domain), quoted(mailbox));
    }

    private String letting() {
        return """
        # Clients sign in with the address of the mailbox and the password of an account that may open it:
        #   postern account add reader --mailboxes %s
        # Only this machine can reach these. For clients in the network, listen on 0.0.0.0:993 and so on, with a certificate:
        # tls: {mode: implicit, certificate: server.pem, key: server-key.pem}
        proxy:
          - {protocol: imap, listen: "127.0.0.1:1143", tenant: main}
          - {protocol: smtp, listen: "127.0.0.1:1587", tenant: main}
          # - {protocol: pop3, listen: "127.0.0.1:1110", tenant: main}
        """
                .formatted(Shell.BASH.quote(mailbox));
    }

    private static String quoted(String value) {
        return Shell.POSTERN.quote(value);
    }
}
