package dev.postern.soak;

import dev.postern.lab.Lab;
import dev.postern.lab.tls.Authority;
import dev.postern.peers.Ports;
import dev.postern.peers.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// Postern as it is installed: the program, in a process of its own, with everything switched on.
/// May be used from any thread, but its certificate and settings are changed by one alone.
final class Service implements AutoCloseable {

    /// The account of all clients of the proxy.
    static final String CLIENTS = "clients";

    static final String PROXIED = "shared@example.cz";

    /// One mailbox in so many is collected by POP3, and one waits for mail by IDLE.
    private static final int POP3_EVERY = 5;

    private static final String PRINTED = "postern.out";
    private static final int STARTS_WITHIN_SECONDS = 60;
    private static final int ENDS_WITHIN_SECONDS = 60;

    private static final String SETTINGS =
            """
            data: data
            history: {keep: 1h}
            queue: {reserve: 16MiB}
            tenants:
              lab:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: lab-secret}
                cloud: {authority: "$authority", imap: "$imap", pop3: "$pop3", smtp: "$smtp", trust: trust.pem}
            relay:
              name: postern.example.cz
              listeners:
                - {listen: "127.0.0.1:$relay", tls: {certificate: chain.pem, key: key.pem}}
              internal-domains: [example.cz]
              routes:
                - {senders: noreply@example.cz, to: exchange}
                - {to: host}
            proxy:
              - {protocol: imap, listen: "127.0.0.1:$proxy", tenant: lab}
            destinations:
              inbox: {folder: inbox, retry: {first: 2s, longest: 10s}}
              exchange: {exchange: {tenant: lab, mailbox: noreply@example.cz}, retry: {first: 2s, longest: 20s}}
              host:
                smart-host: {host: localhost, port: $host, tls: required, trust: trust.pem}
                retry: {first: 2s, longest: 20s}
            collect:
            """;

    private final Path program;
    private final Path folder;
    private final Authority authority;
    private final int relayPort;
    private final int proxyPort;
    private final Process process;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private int certificates;
    private final String[] visits;
    private int changes;

    /// Starts it, and returns when it takes connections.
    Service(Path folder, Soak.Wish wish, Lab lab, Authority authority)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.program = wish.program();
        this.authority = authority;
        this.visits = new String[] {every(wish.every()), every(wish.every().plusSeconds(5))};
        relayPort = Ports.free();
        proxyPort = Ports.free();
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.copy(lab.started().caFile(), folder.resolve("trust.pem"));
        renewCertificate();
        Files.writeString(settings(), yaml(lab.started(), wish.addresses()));
        for (String account : wish.accounts()) {
            add(account, "--senders", "*@example.cz");
        }
        add(CLIENTS, "--mailboxes", PROXIED);
        process =
                new ProcessBuilder(program.toString(), "run", "-c", settings().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(file(PRINTED).toFile())
                        .start();
        awaitStart();
    }

    private static String every(Duration time) {
        return "every: " + time.toSeconds() + "s";
    }

    private Path settings() {
        return folder.resolve("postern.yaml");
    }

    private String yaml(Lab.Started lab, List<String> mailboxes) {
        StringBuilder yaml =
                new StringBuilder(
                        SETTINGS.replace("$authority", lab.authority())
                                .replace("$imap", lab.imap())
                                .replace("$pop3", lab.pop3())
                                .replace("$smtp", lab.smtp())
                                .replace("$relay", Integer.toString(relayPort))
                                .replace("$proxy", Integer.toString(proxyPort))
                                .replace("$host", lab.smartHost().replaceAll(".*:", "")));
        for (int i = 0; i < mailboxes.size(); i++) {
            String how =
                    switch (i % POP3_EVERY) {
                        case 0 -> "protocol: pop3";
                        case 1 -> "idle: true";
                        default -> "protocol: imap";
                    };
            yaml.append(
                    "  m%d: {mailbox: %s, tenant: lab, %s, after: delete, to: inbox, %s}\n"
                            .formatted(i, mailboxes.get(i), visits[0], how));
        }
        return yaml.toString();
    }

    /// The password is the last line that is printed.
    private void add(String account, String option, String value)
            throws IOException, InterruptedException {
        String printed =
                Programs.run(
                        folder,
                        List.of(
                                program.toString(),
                                "account",
                                "add",
                                account,
                                "-c",
                                settings().toString(),
                                option,
                                value));
        passwords.put(account, printed.strip().lines().toList().getLast());
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTS_WITHIN_SECONDS);
        while (!process.waitFor(100, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), relayPort)) {
                return;
            } catch (IOException _) { // not yet
            }
        }
        close();
        throw new IOException("it did not start:\n" + Files.readString(file(PRINTED)));
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    int relayPort() {
        return relayPort;
    }

    int proxyPort() {
        return proxyPort;
    }

    /// What devices must trust.
    SSLContext trust() {
        return authority.clientContext();
    }

    Path folder() {
        return folder;
    }

    /// One of the files and folders in its own.
    Path file(String name) {
        return folder.resolve(name);
    }

    /// Name and password.
    Map.Entry<String, String> account(String name) {
        return Map.entry(name, Objects.requireNonNull(passwords.get(name), name));
    }

    /// How often it says that nobody knows whether a message was taken.
    long mayArriveTwice() throws IOException {
        try (Stream<String> lines = Files.lines(file(PRINTED))) {
            return lines.filter(line -> line.contains("may arrive twice")).count();
        }
    }

    /// Puts another certificate where the listener looks.
    void renewCertificate() throws IOException {
        certificates++;
        Path chain = folder.resolve("chain-" + certificates + ".pem");
        Path key = folder.resolve("key-" + certificates + ".pem");
        authority.writeServerPem(List.of("localhost"), chain, key);
        Files.move(key, folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(chain, folder.resolve("chain.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Changes the settings of all mailboxes, and has them read anew.
    void changeSettings() throws IOException, InterruptedException {
        String before = visits[changes % 2];
        String after = visits[++changes % 2];
        Files.writeString(settings(), Files.readString(settings()).replace(before, after));
        int code = new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start().waitFor();
        if (code != 0) {
            throw new IOException("kill -HUP " + pid() + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
