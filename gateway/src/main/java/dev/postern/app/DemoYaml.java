package dev.postern.app;

import dev.postern.lab.Lab;

/// The demo's settings file.
final class DemoYaml {

    private DemoYaml() {}

    static String of(Lab.Started lab, String webhook, String secret) {
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
                """
                        .formatted(webhook, secret);
    }
}
