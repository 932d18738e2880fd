package dev.postern.guide;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.peers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the how-tos take for granted: a Microsoft 365, settings with the names that they use, and
/// the service that runs with them. Used by one thread.
final class Office implements AutoCloseable {

    private static final String SETTINGS =
            """
            data: data
            tenants:
              szr: TENANT
              main: TENANT
            collect:
              razr: {mailbox: razr@example.cz, tenant: szr, every: 1h, idle: false, to: files}
              requests: {mailbox: faktury@example.cz, tenant: szr, every: 1h, idle: false, to: files}
              inbox: {mailbox: noreply@example.cz, tenant: main, every: 1h, idle: false, to: files}
            destinations:
              files: {folder: inbox}
              exchange: {exchange: {tenant: szr, mailbox: noreply@example.cz}}
              onprem: {smart-host: {host: localhost, port: SMART, tls: required, trust: postern-lab/ca.pem}}
            relay:
              listeners:
                - {listen: "127.0.0.1:LISTENER"}
              internal-domains: [example.cz]
              routes:
                - {to: onprem}
            api: {listen: "127.0.0.1:API"}
            proxy:
              - {protocol: imap, listen: "127.0.0.1:PROXY", tenant: szr}
            """;

    private static final String MESSAGE =
            "From: alerts@example.cz\r\nTo: anna@example.com\r\nSubject: Hello\r\n\r\nIt works.\r\n";

    private final Lab lab;
    private final Desk desk;

    Office(Path folder) throws Exception {
        Path place = Files.createDirectory(folder.resolve("postern-lab"));
        lab = Lab.start(LabSettings.free(place));
        desk = new Desk(folder);
        usePortsOfTheLab();
        settings();
        Files.writeString(desk.file("message.eml"), MESSAGE);
        Files.writeString(desk.file("report.pdf"), "%PDF-1.7");
        exports();
        String _ = desk.begin("postern run", said -> said.contains("started"));
    }

    Desk desk() {
        return desk;
    }

    Lab lab() {
        return lab;
    }

    private void usePortsOfTheLab() {
        Lab.Started at = lab.started();
        desk.replace("http://localhost:7080", at.control().toString());
        desk.replace("https://localhost:7443", at.authority().toString());
        desk.replace("http://localhost:7180", at.identity().toString());
        desk.replace("https://localhost:7444", at.acs().toString());
        desk.replace("localhost:7993", at.imap());
        desk.replace("localhost:7587", at.smtp());
    }

    private void settings() throws IOException {
        Lab.Started at = lab.started();
        String tenant =
                """
                {tenant-id: 22222222-2222-2222-2222-222222222222, client-id: 11111111-1111-1111-1111-111111111111, credential: {secret: lab-secret},
                    cloud: {authority: "%s", imap: "%s", pop3: "%s", smtp: "%s", graph: "%s", trust: postern-lab/ca.pem}}
                """
                        .formatted(at.authority(), at.imap(), at.pop3(), at.smtp(), at.graph())
                        .strip();
        int api = Ports.free();
        int proxy = Ports.free();
        Files.createDirectory(desk.file("data"));
        Files.createDirectory(desk.file("inbox"));
        Files.writeString(
                desk.file("postern.yaml"),
                SETTINGS.replace("TENANT", tenant)
                        .replace("LISTENER", Integer.toString(Ports.free()))
                        .replace("SMART", at.smartHost().replaceFirst(".*:", ""))
                        .replace("API", Integer.toString(api))
                        .replace("PROXY", Integer.toString(proxy)));
        desk.replace("https://postern.example.cz:8024", "http://127.0.0.1:" + api);
        desk.replace("127.0.0.1:1143", "127.0.0.1:" + proxy);
        desk.replace("0.0.0.0:993", "127.0.0.1:" + proxy);
        desk.replace("10.20.0.0/16", "127.0.0.0/8");
        desk.replace("you@example.cz", "razr@example.cz");
    }

    /// Exports of an administrator, small ones.
    private void exports() throws IOException {
        Files.writeString(
                desk.file("smtp-clients.csv"),
                """
                "Sender address","Domain","Authentication Protocol","TLS 1.0","TLS 1.1","TLS 1.2","Messages sent"
                "scanner@example.cz","example.cz","Basic Authentication","0","0","100","1482"
                """);
        Files.writeString(
                desk.file("signins.json"),
                """
                [{"userPrincipalName": "scanner@example.cz", "clientAppUsed": "Authenticated SMTP",
                  "createdDateTime": "2026-11-20T08:00:00Z", "ipAddress": "192.0.2.7", "status": {"errorCode": 0}}]
                """);
        Files.writeString(
                desk.file("cas.csv"),
                """
                PrimarySmtpAddress,SmtpClientAuthenticationDisabled
                scanner@example.cz,
                """);
        Files.writeString(
                desk.file("transport.csv"),
                """
                SmtpClientAuthenticationDisabled
                False
                """);
    }

    @Override
    public void close() {
        desk.close();
        lab.close();
    }
}
