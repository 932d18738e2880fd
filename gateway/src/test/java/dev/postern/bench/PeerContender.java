package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A program with a file of settings that collects into a Maildir.
///
/// @param command with `$settings` for the file, and `$folder` for where it may write
/// @param settings with `$folder`
/// @param maildir the Maildir's name in that folder
record PeerContender(String name, List<String> command, String settings, String maildir)
        implements Contender {

    /// Seconds that a program gets which is known to hang.
    private static final int PATIENCE = 40;

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final String OWNER = ROOT ? "nobody" : System.getProperty("user.name", "");

    @Override
    public Round collect(Path folder) throws IOException, InterruptedException {
        Path inbox = maildir(folder);
        Path file = write(folder);
        List<String> filled =
                command.stream()
                        .map(word -> word.replace("$settings", file.toString()))
                        .map(word -> word.replace("$folder", folder.toString()))
                        .toList();
        Duration cpu = Cost.ended();
        long begun = System.nanoTime();
        String _ = Programs.run(folder, filled);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new Round(took, Cost.ended().minus(cpu), files(inbox));
    }

    /// Makes the Maildir.
    Path maildir(Path folder) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve(maildir));
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(inbox.resolve(part));
        }
        if (ROOT) { // getmail6 does not deliver as root, whom the others need not be asked
            UserPrincipal nobody =
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(OWNER);
            for (String part : List.of("", "cur", "new", "tmp")) {
                Files.setOwner(inbox.resolve(part), nobody);
            }
        }
        return inbox;
    }

    /// Writes the settings.
    Path write(Path folder) throws IOException {
        Path file =
                Files.createFile(
                        folder.resolve("settings"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, settings.replace("$folder", folder.toString()));
    }

    /// The messages in a Maildir.
    static List<Path> files(Path inbox) throws IOException {
        try (Stream<Path> messages = Files.list(inbox.resolve("new"))) {
            return messages.toList();
        }
    }

    /// mbsync of isync 1.4, with its fsync of each message and of its journal.
    static PeerContender mbsync(Mailbox mailbox) {
        return new PeerContender(
                "mbsync",
                List.of("mbsync", "-q", "-c", "$settings", "bench"),
                """
                FSync yes

                IMAPAccount bench
                Host localhost
                Port $port
                User $user
                Pass $password
                SSLType IMAPS
                CertificateFile $ca

                IMAPStore far
                Account bench

                MaildirStore near
                Path $folder/mail/
                Inbox $folder/mail/inbox

                Channel bench
                Far :far:INBOX
                Near :near:INBOX
                Sync PullNew
                Create Near
                Expunge None
                SyncState $folder/state
                """
                        .transform(mailbox::fill),
                "mail/inbox");
    }

    /// mpop, which calls fsync for each message it puts into a Maildir.
    static PeerContender mpop(Mailbox mailbox) {
        return new PeerContender(
                "mpop",
                List.of("mpop", "-q", "-C", "$settings", "bench"),
                """
                account bench
                host localhost
                port $port
                user $user
                password $password
                auth plain
                tls on
                tls_starttls off
                tls_trust_file $ca
                received_header off
                delivery maildir $folder/inbox
                uidls_file $folder/uidls
                only_new on
                keep on
                """
                        .transform(mailbox::fill),
                "inbox");
    }

    /// getmail6, which starts a process for each message, and calls fsync. It now and then misses
    /// the end of one (its `_wait_for_child`), the more so on a busy machine, and then waits for
    /// minutes: it has [#PATIENCE].
    ///
    /// @param protocol `IMAP` or `POP3`
    static PeerContender getmail(Mailbox mailbox, String protocol) {
        return new PeerContender(
                "getmail6",
                List.of(
                        "timeout",
                        Integer.toString(PATIENCE),
                        "getmail",
                        "--getmaildir",
                        "$folder",
                        "--rcfile",
                        "$settings"),
                """
                [retriever]
                type = Simple$protocolSSLRetriever
                server = localhost
                port = $port
                username = $user
                password = $password
                ca_certs = $ca
                [destination]
                type = Maildir
                path = $folder/inbox/
                user = $owner
                [options]
                read_all = true
                delete = false
                delivered_to = false
                received = false
                verbose = 0
                """
                        .transform(mailbox::fill)
                        .replace("$owner", OWNER)
                        .replace("$protocol", protocol),
                "inbox");
    }

    /// fetchmail, which starts a program for each message: one that writes a file and calls fsync.
    ///
    /// @param protocol `IMAP` or `POP3`
    static PeerContender fetchmail(Mailbox mailbox, String protocol) {
        return new PeerContender(
                "fetchmail",
                List.of(
                        "fetchmail",
                        "--silent",
                        "--fetchmailrc",
                        "$settings",
                        "--pidfile",
                        "$folder/pid"),
                """
                set idfile $folder/ids
                set invisible
                set no bouncemail
                poll localhost with protocol $protocol and service $port
                  user "$user" there with password "$password"
                  ssl sslcertck sslcertfile "$ca"
                  keep fetchall no rewrite
                  mda "exec dd status=none conv=fsync of=$folder/inbox/new/$$"
                """
                        .transform(mailbox::fill)
                        .replace("$protocol", protocol),
                "inbox");
    }

    /// What a peer needs to know of a mailbox.
    record Mailbox(int port, String user, String password, Path ca) {

        private String fill(String settings) {
            return settings.replace("$port", Integer.toString(port))
                    .replace("$user", user)
                    .replace("$password", password)
                    .replace("$ca", ca.toString());
        }

        @Override
        public String toString() {
            return "Mailbox[%s at port %d]".formatted(user, port);
        }
    }
}
