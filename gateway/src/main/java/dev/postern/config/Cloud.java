package dev.postern.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// The addresses of one of Microsoft's clouds.
public sealed interface Cloud {

    /// Where tokens come from, without the tenant: `https://login.microsoftonline.com`.
    URI authority();

    /// The IMAP server, TLS from the first byte.
    HostPort imap();

    /// The POP3 server, TLS from the first byte.
    HostPort pop3();

    /// The SMTP server, TLS by STARTTLS.
    HostPort smtp();

    /// The scope of an application's token for mail.
    String scope();

    /// Microsoft Graph's root; empty if there is none to ask.
    Optional<URI> graph();

    /// The scope of an application's token for Graph.
    String graphScope();

    /// The only certificates (PEM) to trust; the system's if empty.
    Optional<Path> trust();

    /// The clouds that have a name.
    @Alternative("One of Microsoft's clouds.")
    enum Named implements Cloud {
        WORLDWIDE(
                "login.microsoftonline.com",
                "outlook.office365.com",
                "smtp.office365.com",
                "graph.microsoft.com"),
        GCC_HIGH(
                "login.microsoftonline.us",
                "outlook.office365.us",
                "smtp.office365.us",
                "graph.microsoft.us"),
        DOD(
                "login.microsoftonline.us",
                "outlook-dod.office365.us",
                "outlook-dod.office365.us",
                "dod-graph.microsoft.us",
                // The servers are DoD's own, the resource that tokens are for is shared.
                "outlook.office365.us"),
        CHINA(
                "login.partner.microsoftonline.cn",
                "partner.outlook.cn",
                "partner.outlook.cn",
                "microsoftgraph.chinacloudapi.cn");

        private static final int IMAPS = 993;
        private static final int POP3S = 995;
        private static final int SUBMISSION = 587;

        private final URI authority;
        private final String mailHost;
        private final String smtpHost;
        private final String graphHost;
        private final String resource;

        Named(String loginHost, String mailHost, String smtpHost, String graphHost) {
            this(loginHost, mailHost, smtpHost, graphHost, mailHost);
        }

        Named(
                String loginHost,
                String mailHost,
                String smtpHost,
                String graphHost,
                String resource) {
            this.authority = URI.create("https://" + loginHost);
            this.mailHost = mailHost;
            this.smtpHost = smtpHost;
            this.graphHost = graphHost;
            this.resource = resource;
        }

        @Override
        public URI authority() {
            return authority;
        }

        @Override
        public HostPort imap() {
            return new HostPort(mailHost, IMAPS);
        }

        @Override
        public HostPort pop3() {
            return new HostPort(mailHost, POP3S);
        }

        @Override
        public HostPort smtp() {
            return new HostPort(smtpHost, SUBMISSION);
        }

        @Override
        public String scope() {
            return "https://" + resource + "/.default";
        }

        @Override
        public Optional<URI> graph() {
            return Optional.of(URI.create("https://" + graphHost));
        }

        @Override
        public String graphScope() {
            return "https://" + graphHost + "/.default";
        }

        @Override
        public Optional<Path> trust() {
            return Optional.empty();
        }
    }

    /// Addresses given one by one; what is left out is as in [Named#WORLDWIDE], but for Graph.
    @Alternative("Addresses of your own; what is left out is as in `worldwide`.")
    record Custom(
            @Setting(
                            value = "Where tokens come from, without the tenant.",
                            otherwise = "https://login.microsoftonline.com")
                    URI authority,
            @Setting(
                            value = "The IMAP server, TLS from the first byte.",
                            otherwise = "outlook.office365.com:993")
                    HostPort imap,
            @Setting(
                            value = "The POP3 server, TLS from the first byte.",
                            otherwise = "outlook.office365.com:995")
                    HostPort pop3,
            @Setting(
                            value = "The SMTP server, TLS by STARTTLS.",
                            otherwise = "smtp.office365.com:587")
                    HostPort smtp,
            @Setting(
                            value = "The scope of an application's token for mail.",
                            otherwise = "https://outlook.office365.com/.default")
                    String scope,
            @Setting(
                            value = "Microsoft Graph's root, for reading when credentials end.",
                            absent = "it is not asked",
                            example = "https://graph.microsoft.com")
                    Optional<URI> graph,
            @Setting(
                            value = "The scope of a token for `graph`.",
                            otherwise = "https://graph.microsoft.com/.default")
                    String graphScope,
            @Setting(
                            value = "A PEM file with the only certificates to trust there.",
                            absent = "the system's",
                            example = "ca.pem")
                    Optional<Path> trust)
            implements Cloud {}
}
