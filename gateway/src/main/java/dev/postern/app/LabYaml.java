package dev.postern.app;

import dev.postern.lab.Lab;

/// Settings for Postern that fit a lab with its ready-made world.
final class LabYaml {

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
                """;
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
              trust: %s
        """
                .formatted(
                        lab.authority(),
                        lab.imap(),
                        lab.pop3(),
                        lab.smtp(),
                        lab.caFile().toAbsolutePath());
    }
}
