package dev.postern.peers;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/// Dovecot's own IMAP proxy (2.3): clients sign in with a password in the clear, and it signs in to
/// the server behind it over TLS by XOAUTH2 with a token that it is told at the start.
///
/// In what its documentation calls high-performance mode: a few login processes hold all sessions.
/// Not for concurrent use.
public final class DovecotProxy implements AutoCloseable {

    private static final String TEXT =
            """
            base_dir = $folder/run
            state_dir = $folder/run
            log_path = $folder/log
            protocols = imap
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <$folder/cert.pem
            ssl_key = <$folder/key.pem
            ssl_dh =
            ssl_ca = <$trust
            ssl_require_crl = no
            disable_plaintext_auth = no
            auth_mechanisms = plain
            auth_failure_delay = 0
            default_internal_user = $internal
            default_internal_group = $group
            default_login_user = $login
            passdb {
              driver = static
              args = proxy=y host=localhost hostip=127.0.0.1 port=$server ssl=yes proxy_mech=xoauth2 pass=$token password=$password
            }
            service imap-login {
              chroot =
              service_count = 0
              client_limit = 19500
              process_min_avail = 2
              process_limit = 2
              inet_listener imap {
                port = $port
              }
              inet_listener imaps {
                port = 0
              }
            }
            service auth {
              client_limit = 20000
            }
            service anvil {
              chroot =
              client_limit = 20000
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            """;

    private final Path folder;
    private final int port;
    private final DovecotProcess process;

    /// The server behind it.
    ///
    /// @param port where it takes TLS, as `localhost`
    /// @param trust the certificate of its authority, as a PEM file that everybody may read
    /// @param token opens every mailbox
    public record Behind(int port, Path trust, String token) {

        @Override
        public String toString() {
            return "Behind[port " + port + "]";
        }
    }

    /// Starts it and returns when it listens; every user's password is [Dovecot#PASSWORD].
    ///
    /// @param program `dovecot` itself
    public static DovecotProxy start(Path program, Behind behind)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("postern-dovecot-proxy-");
        try {
            return new DovecotProxy(program, folder, behind);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Dovecot.remove(folder);
            throw e;
        }
    }

    private DovecotProxy(Path program, Path folder, Behind behind)
            throws IOException, InterruptedException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path trust = folder.resolve("server-ca.pem");
        Files.copy(behind.trust(), trust);
        Files.setPosixFilePermissions(trust, PosixFilePermissions.fromString("rw-r--r--"));
        Authority.create(new SecureRandom(), Instant.now())
                .writeServerPem(
                        List.of("localhost"),
                        folder.resolve("cert.pem"),
                        folder.resolve("key.pem"));
        port = Ports.free();
        Files.writeString(folder.resolve("dovecot.conf"), settings(behind, trust));
        process = DovecotProcess.start(program, folder, List.of(port));
    }

    private String settings(Behind behind, Path trust) {
        return DovecotSettings.forWhoeverRuns(TEXT)
                .replace("$trust", trust.toString())
                .replace("$folder", folder.toString())
                .replace("$server", Integer.toString(behind.port()))
                .replace("$token", behind.token())
                .replace("$password", Dovecot.PASSWORD)
                .replace("$port", Integer.toString(port));
    }

    public int port() {
        return port;
    }

    /// Dovecot's master; the proxy is its children.
    public ProcessHandle process() {
        return process.handle();
    }

    /// What Dovecot wrote to its log so far.
    public String said() throws IOException {
        return process.said();
    }

    @Override
    public void close() throws IOException {
        try {
            process.close();
        } finally {
            Dovecot.remove(folder);
        }
    }
}
