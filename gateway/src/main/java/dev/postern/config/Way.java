package dev.postern.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// A destination that sends mail on to its recipients: what the relay's routes lead to.
public sealed interface Way extends Destination.Kind {

    /// Exchange Online by SMTP AUTH with XOAUTH2.
    ///
    /// @param server the tenant's cloud's if empty
    @Alternative(
            under = "exchange",
            value = "Exchange Online: SMTP AUTH with OAuth 2 (client submission).")
    record Exchange(
            @Setting(
                            value = "The tenant whose application signs in.",
                            refersTo = "tenants",
                            example = "szr")
                    String tenant,
            @Setting(
                            value = "The mailbox that signs in and sends.",
                            absent = "only with `as: sender`",
                            example = "noreply@example.cz")
                    Optional<EmailAddress> mailbox,
            @Setting(
                            value =
                                    "Who signs in: always `mailbox`, which needs Send As for other"
                                            + " senders; or each message's own `sender`.",
                            otherwise = "mailbox")
                    As as,
            @Setting(
                            value = "The SMTP server, TLS by STARTTLS.",
                            absent = "that of the tenant's cloud",
                            example = "smtp.office365.com:587")
                    Optional<HostPort> server)
            implements Way {}

    /// Azure Communication Services Email by SMTP.
    ///
    /// @param signIn with the application's client secret as the password, or with a token
    @Alternative(
            under = "acs-smtp",
            value = "Azure Communication Services Email by SMTP, to anybody.")
    record AcsSmtp(
            @Setting(
                            value =
                                    "The SMTP username of the resource, or the older form"
                                            + " `RESOURCE|CLIENT-ID|TENANT-ID`.",
                            example = "postern")
                    String username,
            @Setting(
                            value = "The tenant whose application signs in.",
                            refersTo = "tenants",
                            example = "szr")
                    String tenant,
            @Setting(
                            value =
                                    "With the application's client `secret` as the password, or"
                                            + " with a `token` (XOAUTH2).",
                            otherwise = "token")
                    Proof signIn,
            @Setting(
                            value =
                                    "Sends everything as this MailFrom address; the original sender"
                                            + " goes to Reply-To.",
                            absent = "the message's own sender",
                            example = "donotreply@notify.example.cz")
                    Optional<EmailAddress> mailFrom,
            @Setting(
                            value = "The SMTP server, TLS by STARTTLS.",
                            otherwise = "smtp.azurecomm.net:587")
                    HostPort server,
            @Setting(
                            value = "The scope of the token.",
                            otherwise = "https://communication.azure.com/.default")
                    String scope)
            implements Way {}

    /// Azure Communication Services Email by its REST API.
    @Alternative(
            under = "acs",
            value = "Azure Communication Services Email by its REST API, to anybody.")
    record Acs(
            @Setting(
                            value = "The resource's endpoint.",
                            example = "https://contoso.europe.communication.azure.com")
                    URI endpoint,
            @Setting(
                            value = "One of the resource's access keys.",
                            absent = "the tenant's application signs in",
                            example = "\"${env:ACS}\"")
                    Optional<Secret> accessKey,
            @Setting(
                            value = "The tenant whose application signs in.",
                            absent = "the access key signs in",
                            refersTo = "tenants",
                            example = "szr")
                    Optional<String> tenant,
            @Setting(
                            value =
                                    "Sends everything as this MailFrom address; the original sender"
                                            + " goes to Reply-To.",
                            absent = "the message's own sender",
                            example = "donotreply@notify.example.cz")
                    Optional<EmailAddress> mailFrom,
            @Setting(
                            value = "The scope of the token.",
                            otherwise = "https://communication.azure.com/.default")
                    String scope,
            @Setting(
                            value = "A PEM file with the only certificates to trust there.",
                            absent = "the system's",
                            example = "ca.pem")
                    Optional<Path> trust)
            implements Way {}

    /// High Volume Email.
    @Alternative(
            under = "hve",
            value =
                    "High Volume Email of Exchange Online: many messages, internal recipients only.")
    record Hve(
            @Setting(
                            value =
                                    "The High Volume Email account; everything is sent as it, and"
                                            + " the original sender goes to Reply-To.",
                            example = "hve@example.cz")
                    EmailAddress account,
            @Setting(
                            value = "The tenant whose application signs in.",
                            absent = "the account's password signs in",
                            refersTo = "tenants",
                            example = "szr")
                    Optional<String> tenant,
            @Setting(
                            value = "The account's password, as long as Microsoft takes one.",
                            absent = "the tenant's application signs in",
                            example = "\"${env:HVE}\"")
                    Optional<Secret> password,
            @Setting(
                            value = "The SMTP server, TLS by STARTTLS.",
                            otherwise = "smtp.hve.mx.microsoft:587")
                    HostPort server)
            implements Way {}

    /// Microsoft Graph.
    ///
    /// @param drafts whether larger messages go by a draft, which needs Mail.ReadWrite
    @Alternative(under = "graph", value = "Microsoft Graph: sendMail with the message as it is.")
    record Graph(
            @Setting(
                            value = "The tenant whose application signs in.",
                            refersTo = "tenants",
                            example = "szr")
                    String tenant,
            @Setting(
                            value = "The mailbox that sends.",
                            absent = "only with `as: sender`",
                            example = "noreply@example.cz")
                    Optional<EmailAddress> mailbox,
            @Setting(
                            value =
                                    "Which mailbox sends: always `mailbox`, or that of each"
                                            + " message's own `sender`.",
                            otherwise = "mailbox")
                    As as,
            @Setting(
                            value =
                                    "Sends what is too large for sendMail by a draft and an upload"
                                            + " session; needs the permission Mail.ReadWrite. Off,"
                                            + " such a message goes the next way.",
                            otherwise = "off")
                    boolean drafts,
            @Setting(value = "The service's root.", otherwise = "https://graph.microsoft.com")
                    URI endpoint,
            @Setting(
                            value = "The scope of the token.",
                            absent = "`.default` at `endpoint`",
                            example = "https://graph.microsoft.com/.default")
                    Optional<String> scope,
            @Setting(
                            value = "A PEM file with the only certificates to trust there.",
                            absent = "the system's",
                            example = "ca.pem")
                    Optional<Path> trust)
            implements Way {}

    /// Any SMTP server.
    @Alternative(under = "smart-host", value = "Any SMTP server, on premises or elsewhere.")
    record SmartHost(
            @Setting(value = "The server's name or address.", example = "mail.example.cz")
                    String host,
            @Setting(value = "Its port.", otherwise = "25", min = "1", max = "65535") int port,
            @Setting(
                            value =
                                    "`required` (STARTTLS), `implicit` (from the first byte),"
                                            + " `opportunistic` (if it is offered, without a check"
                                            + " of the name), or `none`.",
                            otherwise = "required")
                    Tls tls,
            @Setting(
                            value = "A PEM file with the only certificates to trust there.",
                            absent = "the system's",
                            example = "ca.pem")
                    Optional<Path> trust,
            @Setting(
                            value = "How Postern signs in there.",
                            absent = "it does not",
                            example = "{user: postern, password: \"${env:HOST}\"}")
                    Optional<SmartHostSignIn> signIn)
            implements Way {

        /// How the connection is secured.
        public enum Tls {
            NONE,
            OPPORTUNISTIC,
            REQUIRED,
            IMPLICIT
        }
    }

    /// Who signs in and sends.
    enum As {
        MAILBOX,
        SENDER
    }

    /// How an application proves itself to Azure Communication Services.
    enum Proof {
        TOKEN,
        SECRET
    }
}
