package dev.postern.app;

import dev.postern.lab.Lab;

/// The demo's settings file.
final class DemoYaml {

    private DemoYaml() {}

    static String of(
            Lab.Started lab, DemoRelay relay, DemoProxy proxy, String webhook, String secret) {
        return """
        data: data

        """
                + LabYaml.tenant(lab)
                + """

                collect:
                  requests:
                    mailbox: razr@example.cz
                    tenant: lab
                    protocol: imap
                    every: 5m
                    idle: true
                    after: delete
                    to: inbox
                    limits: {attempts: 1}        # the demo cannot wait for the usual number of tries
                  invoices:
                    mailbox: faktury@example.cz
                    tenant: lab
                    protocol: pop3
                    every: 5m
                    after: delete
                    to: application

                destinations:
                  inbox: {folder: inbox}
                  application:
                    webhook: {url: "%s", signing-secret: %s}
                  exchange: {exchange: {tenant: lab, mailbox: noreply@example.cz}}
                  old-relay: {smart-host: {host: 127.0.0.1, port: 9, tls: none}}    # nobody is there any more
                  acs: {acs: {endpoint: "%s", tenant: lab, trust: "%s"}}

                relay:
                  name: postern.example.cz
                  listeners:
                    - {listen: "127.0.0.1:%d"}
                  routes:
                    - {recipients: contoso.com, to: exchange}
                    - {to: [old-relay, acs]}

                api: {listen: "127.0.0.1:%d"}

                proxy:
                  - {protocol: imap, listen: "127.0.0.1:%d", tenant: lab}
                """
                        .formatted(
                                webhook,
                                secret,
                                lab.acs(),
                                lab.caFile().toAbsolutePath(),
                                relay.smtp(),
                                relay.api(),
                                proxy.imap());
    }
}
