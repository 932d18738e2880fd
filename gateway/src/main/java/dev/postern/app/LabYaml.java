package dev.postern.app;

import dev.postern.config.HostPort;
import dev.postern.lab.Lab;
import java.nio.file.Path;

/// Settings for Postern that fit a lab with its ready-made world.
final class LabYaml {

    /// The folders that the settings name, beside them.
    static final String DATA = "data";

    static final String INBOX = "inbox";

    private LabYaml() {}

    /// To be written beside the lab's certificate.
    static String forReadyMadeWorld(Lab.Started lab) {
        return """
        data: data

        """
                + tenant(lab)
                + """

                collect:
                  requests:
                    mailbox: razr@example.cz
                    tenant: lab
                    every: 10s
                    idle: true
                    after: delete
                    to: inbox
                  invoices:
                    mailbox: faktury@example.cz
                    tenant: lab
                    protocol: pop3
                    every: 10s
                    after: delete
                    to: inbox

                destinations:
                  inbox: {folder: inbox}
                """
                + ways(lab)
                + """

                relay:
                  listeners:
                    - {listen: "127.0.0.1:2525"}      # postern account add NAME --senders '*@example.cz'
                  internal-domains: [example.cz]
                  routes:
                    - {recipients: internal, to: [exchange, hve]}
                    - {to: [acs, acs-smtp, graph, onprem]}

                api: {listen: "127.0.0.1:8024"}

                proxy:                                # postern account add NAME --mailboxes razr@example.cz
                  - {protocol: imap, listen: "127.0.0.1:1143", tenant: lab}
                """;
    }

    /// The ways out that the ready-made world has.
    private static String ways(Lab.Started lab) {
        HostPort smartHost = HostPort.parse(lab.smartHost());
        Path trust = lab.caFile().toAbsolutePath();
        return """
          exchange: {exchange: {tenant: lab, mailbox: noreply@example.cz}}
          acs-smtp: {acs-smtp: {username: postern, tenant: lab, server: "%s"}}
          acs: {acs: {endpoint: "%s", tenant: lab, trust: "%s"}}
          hve: {hve: {account: hve@example.cz, tenant: lab, server: "%s"}}
          graph: {graph: {tenant: lab, mailbox: noreply@example.cz, endpoint: "%s", scope: "https://graph.microsoft.com/.default", trust: "%s"}}
          onprem: {smart-host: {host: "%s", port: %d, tls: required, trust: "%s"}}
        """
                .formatted(
                        lab.acsSmtp(),
                        lab.acs(),
                        trust,
                        lab.hve(),
                        lab.graph(),
                        trust,
                        smartHost.host(),
                        smartHost.port(),
                        trust);
    }

    static String tenant(Lab.Started lab) {
        return """
        tenants:
          lab:
            tenant-id: 22222222-2222-2222-2222-222222222222
            client-id: 11111111-1111-1111-1111-111111111111
            credential: {secret: lab-secret}
            cloud:
              authority: %s
              imap: %s
              pop3: %s
              smtp: %s
              graph: %s
              trust: %s
        """
                .formatted(
                        lab.authority(),
                        lab.imap(),
                        lab.pop3(),
                        lab.smtp(),
                        lab.graph(),
                        lab.caFile().toAbsolutePath());
    }
}
