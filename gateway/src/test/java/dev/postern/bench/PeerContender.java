package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A program with a file of settings that collects into a Maildir.
///
/// @param command with `$settings` for the file
/// @param settings with `$folder` for where it may write
/// @param maildir the Maildir's name in that folder
record PeerContender(String name, List<String> command, String settings, String maildir)
        implements Contender {

    @Override
    public Round collect(Path folder) throws IOException, InterruptedException {
        Path inbox = Files.createDirectories(folder.resolve(maildir));
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(inbox.resolve(part));
        }
        Path file =
                Files.createFile(
                        folder.resolve("settings"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, settings.replace("$folder", folder.toString()));
        List<String> filled =
                command.stream().map(word -> word.replace("$settings", file.toString())).toList();
        long begun = System.nanoTime();
        String _ = Programs.run(folder, filled);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        try (Stream<Path> messages = Files.list(inbox.resolve("new"))) {
            return new Round(took, messages.toList());
        }
    }

    /// mbsync of isync 1.4, with its fsync of each message and of its journal.
    static Contender mbsync(Mailbox mailbox) {
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
    ///
    /// @param keep whether messages stay on the server
    static Contender mpop(Mailbox mailbox, boolean keep) {
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
                keep $keep
                """
                        .transform(mailbox::fill)
                        .replace("$keep", keep ? "on" : "off"),
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
    }
}
