package dev.postern.peers;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Postfix with folders of its own: one port where senders sign in after STARTTLS, one where
/// this machine is trusted. All that it takes ends in one Maildir. It has to be started by root.
///
/// Not for concurrent use.
public final class Postfix implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/etc/postfix/master.cf");
    private static final Duration START_MAX = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final int trustedPort;
    private final Process process;

    /// @param signIn the socket of who checks passwords; a path where nothing is if nobody signs in
    private Postfix(Authority authority, Path signIn) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("postern-postfix-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        port = Ports.free();
        trustedPort = Ports.free();
        for (String name : List.of("etc", "queue", "data", "mail")) {
            Files.createDirectory(folder.resolve(name));
        }
        Programs.run(folder, List.of("chown", "postfix", folder.resolve("data").toString()));
        Programs.run(folder, List.of("chown", "nobody", folder.resolve("mail").toString()));
        authority.writeServerPem(
                List.of("localhost"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        Files.writeString(folder.resolve("etc/main.cf"), settings(signIn));
        Files.writeString(folder.resolve("etc/master.cf"), services());
        process =
                new ProcessBuilder(
                                Peers.require("postfix").toString(),
                                "-c",
                                folder.resolve("etc").toString(),
                                "start-fg")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        await(port);
        await(trustedPort);
    }

    /// Starts it and returns when both ports answer.
    ///
    /// @param passwords who checks them
    public static Postfix start(Authority authority, DovecotSubmission passwords)
            throws IOException, InterruptedException {
        return new Postfix(authority, passwords.asked());
    }

    /// One where nobody can sign in.
    public static Postfix start(Authority authority) throws IOException, InterruptedException {
        return new Postfix(authority, Path.of("/nonexistent"));
    }

    private String settings(Path signIn) {
        return """
        compatibility_level = 3.6
        queue_directory = $folder/queue
        data_directory = $folder/data
        maillog_file = /dev/stdout
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = postfix.example.cz
        mydestination =
        mynetworks = 127.0.0.0/8
        alias_maps =
        message_size_limit = 209715200
        virtual_mailbox_limit = 0
        smtputf8_enable = yes
        debug_peer_list = 127.0.0.1
        virtual_mailbox_domains = contoso.com
        virtual_mailbox_base = $folder/mail
        virtual_mailbox_maps = static:all/
        virtual_uid_maps = static:$nobody
        virtual_gid_maps = static:$nobody
        virtual_minimum_uid = 100
        smtpd_tls_security_level = encrypt
        smtpd_tls_cert_file = $folder/cert.pem
        smtpd_tls_key_file = $folder/key.pem
        smtpd_tls_auth_only = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = $asked
        smtpd_sasl_auth_enable = yes
        smtpd_client_restrictions = permit_sasl_authenticated, reject
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        """
                .replace("$folder", folder.toString())
                .replace("$nobody", "65534")
                .replace("$asked", signIn.toString());
    }

    /// Debian's services on our ports, and in no chroot, which would have to be filled first.
    private String services() throws IOException {
        String trusted =
                """
                127.0.0.1:%d inet n - n - - smtpd
                  -o smtpd_tls_security_level=none
                  -o smtpd_sasl_auth_enable=no
                  -o smtpd_client_restrictions=permit_mynetworks,reject
                  -o smtpd_relay_restrictions=permit_mynetworks,reject
                """
                        .formatted(trustedPort);
        return Files.readString(DEBIAN)
                        .replaceFirst("(?m)^smtp( +inet)", "127.0.0.1:" + port + "$1")
                        .replaceAll("(?m)^(\\S+ +(?:inet|unix|pass) +\\S+ +\\S+ +)y", "$1n")
                + trusted;
    }

    private void await(int where) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), where));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IOException("Postfix does not listen; it said: " + said(), e);
                }
            }
        }
    }

    /// Where senders sign in.
    public int port() {
        return port;
    }

    /// Where this machine is trusted, without TLS.
    public int trustedPort() {
        return trustedPort;
    }

    /// What it wrote to its log so far, with every line of every dialogue.
    public String said() throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.ISO_8859_1);
    }

    /// The messages that came, each with CRLF for each line's end, as it was on the wire.
    public List<String> mail() throws IOException {
        Path inbox = folder.resolve("mail/all/new");
        if (!Files.isDirectory(inbox)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(inbox)) {
            return files.map(Postfix::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Programs.run(
                    folder, List.of("postfix", "-c", folder.resolve("etc").toString(), "stop"));
            process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            process.destroy();
            Thread.currentThread().interrupt();
        } finally {
            Dovecot.remove(folder);
        }
    }
}
