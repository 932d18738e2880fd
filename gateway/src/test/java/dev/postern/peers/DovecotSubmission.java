package dev.postern.peers;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A real Dovecot that lets senders in: as a submission server, by XOAUTH2 alone, which sends on to
/// another server; and as the one that checks passwords for a Postfix beside it. Not for concurrent
/// use.
public final class DovecotSubmission implements AutoCloseable {

    private static final String TEXT =
            """
            base_dir = $folder/run
            state_dir = $folder/run
            log_path = $folder/log
            protocols = submission
            listen = 127.0.0.1
            hostname = submission.example.cz
            ssl = required
            ssl_cert = <$folder/cert.pem
            ssl_key = <$folder/key.pem
            ssl_dh =
            auth_mechanisms = $mechanisms
            auth_failure_delay = 0
            default_internal_user = dovecot
            default_internal_group = dovecot
            default_login_user = dovenull
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = maildir:$folder/mail/%u
            submission_relay_host = 127.0.0.1
            submission_relay_port = $relay
            submission_max_mail_size = 200M
            passdb {
              $passwords
            }
            userdb {
              driver = static
              args = allow_all_users=yes uid=nobody gid=nogroup home=$folder/mail/%u
            }
            service submission-login {
              chroot =
              inet_listener submission {
                port = $port
              }
            }
            service auth {
              unix_listener $folder/asked {
                mode = 0666
              }
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            """;

    private static final String OAUTH2 =
            """
            introspection_mode = get
            introspection_url = $introspection
            username_attribute = username
            username_format = %u
            active_attribute = active
            active_value = true
            """;

    private final Path folder;
    private final Introspection introspection;
    private final int port;
    private final DovecotProcess process;

    /// How its users prove who they are.
    ///
    /// @param mechanisms as Dovecot names them
    /// @param passwords a passdb
    private record Door(String mechanisms, String passwords) {}

    private DovecotSubmission(
            Path program, Authority authority, int relay, Door door, Introspection introspection)
            throws IOException, InterruptedException {
        this.introspection = introspection;
        this.folder = Files.createTempDirectory("postern-submission-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path mail = Files.createDirectory(folder.resolve("mail"));
        Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rwxrwxrwx"));
        authority.writeServerPem(
                List.of("localhost"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        port = Ports.free();
        Files.writeString(
                folder.resolve("oauth2.conf.ext"),
                OAUTH2.replace("$introspection", introspection.url().toString()));
        Files.writeString(
                folder.resolve("dovecot.conf"),
                TEXT.replace("$mechanisms", door.mechanisms())
                        .replace("$passwords", door.passwords())
                        .replace("$relay", Integer.toString(relay))
                        .replace("$port", Integer.toString(port))
                        .replace("$folder", folder.toString()));
        process = DovecotProcess.start(program, folder, List.of(port));
    }

    /// Lets in who has a token, and nobody else.
    ///
    /// @param program `dovecot` itself
    /// @param relay port of the server that takes what it sends on, in the clear
    /// @param owner whose token it is; empty if nobody's
    public static DovecotSubmission byToken(
            Path program, Authority authority, int relay, Function<String, Optional<String>> owner)
            throws IOException, InterruptedException {
        Door door =
                new Door(
                        "xoauth2",
                        "driver = oauth2\n  mechanisms = xoauth2\n  args = $folder/oauth2.conf.ext");
        return new DovecotSubmission(program, authority, relay, door, new Introspection(owner));
    }

    /// Checks passwords for others; everybody has the same.
    ///
    /// @param program `dovecot` itself
    /// @param mechanism `plain` or `login`
    public static DovecotSubmission byPassword(
            Path program, Authority authority, String mechanism, String password)
            throws IOException, InterruptedException {
        Door door = new Door(mechanism, "driver = static\n  args = password=" + password);
        return new DovecotSubmission(program, authority, 0, door, new Introspection());
    }

    public int port() {
        return port;
    }

    /// The socket where a Postfix asks about passwords.
    public Path asked() {
        return folder.resolve("asked");
    }

    /// Dovecot's master and its children.
    public Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.handle()), process.handle().descendants());
    }

    /// What it wrote to its log so far.
    public String said() throws IOException {
        return process.said();
    }

    @Override
    public void close() throws IOException {
        try (introspection) {
            process.close();
        } finally {
            Dovecot.remove(folder);
        }
    }
}
