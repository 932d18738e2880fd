package dev.postern.peers;

import dev.postern.lab.tls.Authority;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// A real Dovecot on free loopback ports: IMAP and POP3 over TLS, signed in to by XOAUTH2 with
/// tokens that the test permits, or with a [#PASSWORD] by clients that know no better.
///
/// Every user exists, with a Maildir that starts empty. Not for concurrent use, but for [#deliver]
/// and [#doveadm].
public final class Dovecot implements AutoCloseable {

    /// Everybody's.
    public static final String PASSWORD = "bench-password";

    private static final Set<PosixFilePermission> OPEN_TO_ALL =
            EnumSet.allOf(PosixFilePermission.class);
    private static final Set<PosixFilePermission> READABLE =
            PosixFilePermissions.fromString("rw-r--r--");

    private final Path folder;
    private final Authority authority;
    private final Introspection introspection;
    private final DovecotSettings.Ports ports;
    private final DovecotProcess process;
    private final AtomicInteger delivered = new AtomicInteger();

    /// Starts it and returns when both ports answer.
    ///
    /// @param program `dovecot` itself
    public static Dovecot start(Path program) throws IOException, InterruptedException {
        return start(program, _ -> Optional.empty());
    }

    /// Starts it, and has it accept more tokens than those that are permitted one by one.
    ///
    /// @param owner whose token it is; empty if nobody's
    public static Dovecot start(Path program, Function<String, Optional<String>> owner)
            throws IOException, InterruptedException {
        return start(program, new Introspection(owner), "%u");
    }

    /// Starts one where whoever has a token of somebody opens all mailboxes of the same domain.
    public static Dovecot startForDomains(Path program) throws IOException, InterruptedException {
        return start(program, new Introspection(), "%d");
    }

    private static Dovecot start(Path program, Introspection introspection, String sameUser)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("postern-dovecot-");
        try {
            return new Dovecot(program, folder, introspection, sameUser);
        } catch (IOException | InterruptedException | RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    private Dovecot(Path program, Path folder, Introspection introspection, String sameUser)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.introspection = introspection;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(folder.resolve("mail"));
        Files.setPosixFilePermissions(folder.resolve("mail"), OPEN_TO_ALL);
        authority = Authority.create(new SecureRandom(), Instant.now());
        authority.writePem(folder.resolve("ca.pem"));
        authority.writeServerPem(
                List.of("localhost", "127.0.0.1"),
                folder.resolve("cert.pem"),
                folder.resolve("key.pem"));
        ports = new DovecotSettings.Ports(Ports.free(), Ports.free(), Ports.free());
        DovecotSettings settings =
                new DovecotSettings(folder, ports, introspection.url(), sameUser);
        Files.writeString(folder.resolve("oauth2.conf.ext"), settings.oauth2());
        Files.writeString(folder.resolve("dovecot.conf"), settings.text());
        process = DovecotProcess.start(program, folder, ports.all());
    }

    /// What Dovecot wrote to its log so far.
    public String said() throws IOException {
        return process.said();
    }

    public Endpoint imap() {
        return new Endpoint("localhost", ports.imap(), Security.IMPLICIT);
    }

    /// Where clients on this machine sign in by IMAP without TLS.
    public int imapInClear() {
        return ports.imapInClear();
    }

    public Endpoint pop3() {
        return new Endpoint("localhost", ports.pop3(), Security.IMPLICIT);
    }

    /// Trusts this server alone.
    public SSLContext trust() {
        return authority.clientContext();
    }

    /// The certificate that clients must trust, as a PEM file.
    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    /// Lets a token open a user's mailbox.
    public void permit(String token, String user) {
        introspection.permit(token, user);
    }

    /// Lets a token open nothing.
    public void revoke(String token) {
        introspection.revoke(token);
    }

    /// Puts a message into a user's INBOX, as a delivery agent does: a file appears in `new`.
    ///
    /// @param received becomes INTERNALDATE
    public void deliver(String user, byte[] octets, Instant received) throws IOException {
        Path maildir = maildir(user);
        String name =
                "%d.M%dP1.test".formatted(received.getEpochSecond(), delivered.incrementAndGet());
        Path file = maildir.resolve("tmp").resolve(name);
        Files.write(file, octets);
        Files.setPosixFilePermissions(file, READABLE);
        Files.setLastModifiedTime(file, FileTime.from(received));
        Files.move(file, maildir.resolve("new").resolve(name));
    }

    /// The folder of a user's mail; made if it is new.
    public Path maildir(String user) throws IOException {
        Path maildir = folder.resolve("mail").resolve(user);
        for (Path part :
                List.of(
                        maildir,
                        maildir.resolve("cur"),
                        maildir.resolve("new"),
                        maildir.resolve("tmp"))) {
            if (!Files.isDirectory(part)) {
                Files.createDirectory(part);
                Files.setPosixFilePermissions(part, OPEN_TO_ALL);
            }
        }
        return maildir;
    }

    /// Runs `doveadm`, which works on mailboxes beside their clients.
    ///
    /// @return what it printed
    public String doveadm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add("doveadm");
        command.add("-c");
        command.add(folder.resolve("dovecot.conf").toString());
        command.addAll(List.of(arguments));
        return Programs.run(folder, command);
    }

    @Override
    public void close() throws IOException {
        try (introspection) {
            process.close();
        } finally {
            remove(folder);
        }
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
