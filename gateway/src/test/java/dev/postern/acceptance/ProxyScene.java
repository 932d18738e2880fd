package dev.postern.acceptance;

import dev.postern.app.RunningGateway;
import dev.postern.control.AccountOrder;
import dev.postern.lab.Lab;
import dev.postern.lab.LabLog;
import dev.postern.lab.LabSettings;
import dev.postern.lab.tls.Authority;
import dev.postern.peers.Ports;
import dev.postern.submission.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The whole gateway with a proxy for each protocol, the lab behind it, and clients before it;
/// gateway and lab share the lab's clock. Used by one thread.
final class ProxyScene implements AutoCloseable {

    static final String MAILBOX = "razr@example.cz";
    static final String OTHER = "faktury@example.cz";
    static final String PASSWORD = "a-password-of-the-test";

    final Lab lab;
    final int port;
    final int pop3Port;
    final int smtpPort;
    final RunningGateway gateway;
    private final Authority authority =
            Authority.create(new SecureRandom(), InstantSource.system().instant());

    /// @param listener what the settings of each say beyond protocol, address and tenant: `, key:
    ///   value`
    ProxyScene(Path folder, String listener) throws IOException {
        this.lab = Lab.start(LabSettings.free(folder));
        this.port = Ports.free();
        this.pop3Port = Ports.free();
        this.smtpPort = Ports.free();
        authority.writeServerPem(
                List.of("localhost"), folder.resolve("tls.pem"), folder.resolve("tls.key"));
        Files.setPosixFilePermissions(
                folder.resolve("tls.key"), PosixFilePermissions.fromString("rw-------"));
        this.gateway = RunningGateway.start(folder, yaml(listener), lab.clock());
    }

    private String yaml(String listener) {
        return """
        data: data
        queue: {reserve: 16MiB}
        tenants:
          lab:
            tenant-id: 22222222-2222-2222-2222-222222222222
            client-id: 11111111-1111-1111-1111-111111111111
            credential: {secret: lab-secret}
            cloud: {authority: "%s", imap: "%s", pop3: "%s", smtp: "%s", trust: ca.pem}
        collect: {}
        destinations: {}
        proxy:
          - {protocol: imap, listen: "127.0.0.1:%d", tenant: lab%s}
          - {protocol: pop3, listen: "127.0.0.1:%d", tenant: lab%s}
          - {protocol: smtp, listen: "127.0.0.1:%d", tenant: lab%s}
        """
                .formatted(
                        lab.started().authority(),
                        lab.started().imap(),
                        lab.started().pop3(),
                        lab.started().smtp(),
                        port,
                        listener,
                        pop3Port,
                        listener,
                        smtpPort,
                        listener);
    }

    /// Adds an account, and lets the second pass after which the service knows it.
    void account(String name, List<String> mailboxes, String... networks) throws IOException {
        var _ =
                gateway.accounts()
                        .add(
                                new AccountOrder(
                                        name,
                                        List.of(),
                                        AccountOrder.From.KEEP,
                                        Optional.empty(),
                                        mailboxes,
                                        List.of(networks),
                                        Optional.empty(),
                                        false),
                                Optional.of(PASSWORD));
        lab.clock().advance(Duration.ofSeconds(1));
    }

    /// A client that has been greeted.
    Client client() throws IOException {
        Client client = new Client(port);
        client.hear("* OK [CAPABILITY IMAP4rev1");
        return client;
    }

    /// A client that speaks TLS already.
    Client secured() throws IOException {
        Client client = client();
        client.ask("s STARTTLS", "s OK");
        var _ = client.secure(authority.clientContext());
        return client;
    }

    /// Signs in.
    ///
    /// @return the reply
    static String login(Client client, String user, String password) throws IOException {
        return client.ask("l LOGIN " + user + " \"" + password + "\"", "l ");
    }

    /// A client that has its mailbox.
    Client signedIn() throws IOException {
        Client client = client();
        client.ask("l LOGIN " + MAILBOX + " \"" + PASSWORD + "\"", "l OK [CAPABILITY IMAP4rev1");
        return client;
    }

    /// What the lab's servers have noticed so far: whether anybody came at all.
    long noticed() {
        List<LabLog.Entry> entries = lab.log().after(0);
        return entries.isEmpty() ? 0 : entries.getLast().number();
    }

    @Override
    public void close() throws IOException {
        try (lab) {
            gateway.close();
        }
    }
}
