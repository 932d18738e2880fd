package dev.postern.bench;

import dev.postern.peers.Dovecot;
import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A peer that knows nothing of other mailboxes: one process for each, a few at a time.
///
/// @param mailboxes the peer of each
record ManyMailboxes(List<PeerContender> mailboxes) implements Contender {

    private static final int AT_ONCE = 8;

    ManyMailboxes {
        mailboxes = List.copyOf(mailboxes);
    }

    static ManyMailboxes mbsync(Dovecot dovecot, List<String> users) {
        return new ManyMailboxes(
                users.stream()
                        .map(user ->
                                PeerContender.mbsync(
                                        new PeerContender.Mailbox(
                                                dovecot.imap().port(),
                                                user,
                                                Dovecot.PASSWORD,
                                                dovecot.caFile())))
                        .toList());
    }

    @Override
    public String name() {
        return mailboxes.getFirst().name();
    }

    @Override
    public Round collect(Path folder) throws IOException, InterruptedException {
        List<Path> inboxes = new ArrayList<>();
        StringBuilder settings = new StringBuilder();
        for (PeerContender mailbox : mailboxes) {
            Path own = Files.createDirectory(folder.resolve("mailbox-" + inboxes.size()));
            inboxes.add(mailbox.maildir(own));
            settings.append(mailbox.write(own)).append('\n');
        }
        Path list = Files.writeString(folder.resolve("list"), settings);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("xargs", "-P", Integer.toString(AT_ONCE), "-I", "$settings"));
        command.addAll(List.of("-a", list.toString()));
        command.addAll(mailboxes.getFirst().command());
        Duration cpu = Cost.ended();
        long begun = System.nanoTime();
        String _ = Programs.run(folder, command);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        List<Path> collected = new ArrayList<>();
        for (Path inbox : inboxes) {
            collected.addAll(PeerContender.files(inbox));
        }
        return new Round(took, Cost.ended().minus(cpu), collected);
    }
}
