package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import dev.postern.peers.DovecotSubmission;
import dev.postern.peers.Ports;
import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Postfix as Debian configures it, with folders of its own. It has to be started by root. Where
/// passwords are demanded, a Dovecot beside it checks them.
record PostfixRelay() implements RelayPeer {

    private static final Path DEBIAN = Path.of("/etc/postfix/master.cf");
    private static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
    private static final Account ACCOUNT = new Account("bench@example.cz", "bench-password");

    private static final String SETTINGS =
            """
            compatibility_level = 3.6
            queue_directory = $folder/queue
            data_directory = $folder/data
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = postfix.example.cz
            mydestination =
            mynetworks = 127.0.0.0/8
            alias_maps =
            relayhost = [localhost]:$next
            smtp_host_lookup = native
            defer_transports = $held
            """;

    private static final String SECURED =
            """
            smtpd_tls_security_level = encrypt
            smtpd_tls_cert_file = $folder/cert.pem
            smtpd_tls_key_file = $folder/key.pem
            smtpd_tls_auth_only = yes
            smtpd_tls_session_cache_database = btree:${data_directory}/smtpd_scache
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = $asked
            smtpd_sasl_auth_enable = yes
            smtpd_relay_restrictions = permit_sasl_authenticated, reject
            smtp_tls_security_level = verify
            smtp_tls_CAfile = $folder/ca.pem
            smtp_tls_session_cache_database = btree:${data_directory}/smtp_scache
            smtp_sasl_auth_enable = yes
            smtp_sasl_password_maps = static:$user:$password
            smtp_sasl_security_options = noanonymous
            """;

    @Override
    public String name() {
        return "postfix";
    }

    @Override
    public Running start(Path folder, Next next) throws IOException, InterruptedException {
        int port = Ports.free();
        Path settings = Files.createDirectories(folder.resolve("etc"));
        Files.createDirectories(folder.resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Programs.run(folder, List.of("chown", "postfix", data.toString()));
        Optional<DovecotSubmission> passwords = Optional.empty();
        String main =
                SETTINGS.replace("$next", Integer.toString(next.port()))
                        .replace("$held", next.held() ? "smtp relay" : "");
        if (next.secured().isPresent()) {
            Authority authority = next.secured().get();
            DovecotSubmission checks =
                    DovecotSubmission.byPassword(DOVECOT, authority, "plain", ACCOUNT.password());
            passwords = Optional.of(checks);
            main += secured(folder, authority, checks);
        }
        Files.writeString(settings.resolve("main.cf"), main.replace("$folder", folder.toString()));
        Files.writeString(settings.resolve("master.cf"), services(port));
        Process process =
                new ProcessBuilder("postfix", "-c", settings.toString(), "start-fg")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("postfix.out").toFile())
                        .start();
        Ports.await(port, process);
        return new Started(port, folder, process, passwords);
    }

    private static String secured(Path folder, Authority authority, DovecotSubmission passwords)
            throws IOException {
        authority.writePem(folder.resolve("ca.pem"));
        authority.writeServerPem(
                List.of("localhost"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        return SECURED.replace("$asked", passwords.asked().toString())
                .replace("$user", NextHop.USER)
                .replace("$password", NextHop.PASSWORD);
    }

    /// Debian's services, on our port and in no chroot, which would have to be filled first.
    private static String services(int port) throws IOException {
        return Files.readString(DEBIAN)
                .replaceFirst("(?m)^smtp( +inet)", "127.0.0.1:" + port + "$1")
                .replaceAll("(?m)^(\\S+ +(?:inet|unix|pass) +\\S+ +\\S+ +)y", "$1n");
    }

    private record Started(
            int port, Path folder, Process process, Optional<DovecotSubmission> passwords)
            implements Running {

        @Override
        public Account account() {
            return ACCOUNT;
        }

        /// Postfix moves files on while they are counted, in this order: by name, each counts once.
        @Override
        public int queued() throws IOException, InterruptedException {
            List<String> find =
                    List.of(
                            "find",
                            folder + "/queue/incoming",
                            folder + "/queue/active",
                            folder + "/queue/deferred",
                            "-ignore_readdir_race",
                            "-type",
                            "f",
                            "-printf",
                            "%f\\n");
            return (int) Programs.run(folder, find).lines().distinct().count();
        }

        @Override
        public Stream<ProcessHandle> processes() {
            Stream<ProcessHandle> own =
                    Stream.concat(Stream.of(process.toHandle()), process.descendants());
            return passwords.isPresent() ? Stream.concat(own, passwords.get().processes()) : own;
        }

        @Override
        public void close() throws IOException {
            try {
                Programs.run(
                        folder, List.of("postfix", "-c", folder.resolve("etc").toString(), "stop"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroy();
            }
            process.onExit().join();
            if (passwords.isPresent()) {
                passwords.get().close();
            }
        }
    }
}
