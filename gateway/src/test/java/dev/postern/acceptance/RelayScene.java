package dev.postern.acceptance;

import dev.postern.app.RunningGateway;
import dev.postern.control.AccountOrder;
import dev.postern.control.AccountsView;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.tls.Authority;
import dev.postern.peers.Ports;
import dev.postern.submission.Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The whole gateway, the lab behind it, and devices before it; both share the lab's clock. Used by
/// one thread.
final class RelayScene implements AutoCloseable {

    static final String PASSWORD = "a-password-of-the-test";
    private final Authority devices =
            Authority.create(new SecureRandom(), InstantSource.system().instant());

    final Path folder;
    final Lab lab;
    final int port;
    final int secondPort;
    final int apiPort;
    RunningGateway gateway;

    /// What a scene's settings say beyond listeners, tenants and data.
    ///
    /// @param routes under `routes`, as a flow sequence
    /// @param destinations a block of two spaces, with the lab's places as `{smart-host}`
    /// @param more what stands beside `relay`, as a block; `{api-port}` is a free port
    record Plan(String routes, String destinations, String more) {

        Plan(String routes, String destinations) {
            this(routes, destinations, "");
        }
    }

    RelayScene(Path folder, Plan plan) throws IOException {
        this.folder = folder;
        this.lab = Lab.start(LabSettings.free(folder));
        this.port = Ports.free();
        this.secondPort = Ports.free();
        this.apiPort = Ports.free();
        devices.writeServerPem(
                List.of("localhost"), folder.resolve("tls.pem"), folder.resolve("tls.key"));
        devices.writePem(folder.resolve("devices-ca.pem"));
        Files.setPosixFilePermissions(
                folder.resolve("tls.key"), PosixFilePermissions.fromString("rw-------"));
        this.gateway = RunningGateway.start(folder, yaml(plan), lab.clock());
    }

    /// One listener where accounts sign in after STARTTLS, one where this machine is trusted.
    String yaml(Plan plan) {
        return """
        data: data
        queue: {reserve: 16MiB}
        tenants:
          lab:
            tenant-id: 22222222-2222-2222-2222-222222222222
            client-id: 11111111-1111-1111-1111-111111111111
            credential: {secret: lab-secret}
            cloud: {authority: "%s", imap: "%s", pop3: "%s", smtp: "%s", trust: ca.pem}
        relay:
          name: postern.example.cz
          internal-domains: [example.cz]
          listeners:
            - {listen: "127.0.0.1:%d", tls: {mode: starttls, certificate: tls.pem, key: tls.key}}
            - {listen: "127.0.0.1:%d", sign-in: trusted, trusted: [127.0.0.0/8], senders: ["*"]}
          routes: %s
        destinations:
        %s
        %s
        """
                .formatted(
                        lab.started().authority(),
                        lab.started().imap(),
                        lab.started().pop3(),
                        lab.started().smtp(),
                        port,
                        secondPort,
                        plan.routes(),
                        places(plan.destinations().indent(2)),
                        plan.more().replace("{api-port}", Integer.toString(apiPort)));
    }

    private String places(String text) {
        Lab.Started at = lab.started();
        return text.replace("{smart-host-port}", at.smartHost().replaceFirst(".*:", ""))
                .replace("{hve}", at.hve())
                .replace("{acs-smtp}", at.acsSmtp())
                .replace("{graph}", at.graph());
    }

    /// Ends the gateway and starts it again on the same data.
    void restart(Plan plan) throws IOException {
        gateway.close();
        gateway = RunningGateway.start(folder, yaml(plan), lab.clock());
    }

    void account(String name, String... senders) throws IOException {
        var _ = add(order(name, List.of(), senders));
    }

    /// Adds an account, and lets the second pass after which the service knows it.
    AccountsView.Issued add(AccountOrder order) throws IOException {
        AccountsView.Issued issued = gateway.accounts().add(order, Optional.of(PASSWORD));
        lab.clock().advance(Duration.ofSeconds(1));
        return issued;
    }

    static AccountOrder order(String name, List<String> networks, String... senders) {
        return new AccountOrder(
                name,
                List.of(senders),
                AccountOrder.From.KEEP,
                Optional.empty(),
                List.of(),
                networks,
                Optional.empty(),
                false);
    }

    /// A device that speaks TLS already, and has not signed in.
    Client device() throws IOException {
        return device(InetAddress.getLoopbackAddress());
    }

    /// @param from the address of this machine that it comes from
    Client device(InetAddress from) throws IOException {
        Client device = new Client(port, from);
        device.hear("220");
        device.ask("EHLO printer", "250");
        device.ask("STARTTLS", "220");
        var _ = device.secure(devices.clientContext());
        device.ask("EHLO printer", "250");
        return device;
    }

    /// A device that speaks TLS from the first octet, to a listener that was made so.
    Client implicit() throws IOException {
        Client device = new Client(port);
        var _ = device.secure(devices.clientContext());
        device.hear("220");
        device.ask("EHLO printer", "250");
        return device;
    }

    Client signedIn(String account) throws IOException {
        Client device = device();
        device.ask("AUTH PLAIN " + plain(account, PASSWORD), "235 2.7.0");
        return device;
    }

    /// What an account shows to the HTTP API (RFC 7617).
    static String basic(String account) {
        return Base64.getEncoder()
                .encodeToString((account + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    static String plain(String user, String password) {
        return Base64.getEncoder()
                .encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    /// A device of a trusted network, after its EHLO.
    Client trusted() throws IOException {
        Client device = new Client(secondPort);
        device.hear("220");
        device.ask("EHLO copier", "250");
        return device;
    }

    /// Hands in a message, each line of it without its end.
    static String send(Client device, String from, List<String> to, String text)
            throws IOException {
        device.ask("MAIL FROM:<" + from + ">", "250 2.1.0");
        for (String one : to) {
            device.ask("RCPT TO:<" + one + ">", "250 2.1.5");
        }
        device.ask("DATA", "354");
        return device.ask(text + ".", "250 2.0.0");
    }

    List<Outbox.Accepted> outbox() {
        return lab.outbox().messages();
    }

    List<Outbox.Accepted> outbox(Outbox.Server server) {
        return outbox().stream().filter(one -> one.way().server() == server).toList();
    }

    /// Waits until this many messages have arrived at the lab.
    List<Outbox.Accepted> arrived(int count) throws Exception {
        gateway.await(count + " messages arrive", () -> outbox().size() >= count);
        return outbox();
    }

    static String text(Outbox.Accepted one) throws IOException {
        try (InputStream in = one.content().source().orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// A message with all that it needs, so that Postern adds no more than its `Received`.
    static String letter(String from, String id) {
        return """
        Date: Sat, 21 Nov 2026 12:00:00 +0000\r
        From: Scanner <%s>\r
        To: razr@example.cz\r
        Message-ID: <%s@example.cz>\r
        Subject: Scan  with  spaces\r
        \r
        A line, and one of dots:\r
        ..\r
        end\r
        """
                .formatted(from, id);
    }

    @Override
    public void close() throws IOException {
        try (lab) {
            gateway.close();
        }
    }
}
