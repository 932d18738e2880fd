package dev.postern.peers;

import dev.postern.delivery.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The corpus of broken mail in a Dovecot, and what curl, which is not ours, gets of it.
final class StrangeMail {

    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");

    private StrangeMail() {}

    /// @return how many
    static int deliverTo(Dovecot dovecot, String mailbox) throws IOException {
        List<Corpus.Message> messages =
                Corpus.messages().stream().filter(message -> message.octets().length > 0).toList();
        for (int i = 0; i < messages.size(); i++) {
            dovecot.deliver(mailbox, messages.get(i).octets(), RECEIVED.plusSeconds(i));
        }
        return messages.size();
    }

    /// @param url with a range, of which curl makes one file each
    /// @return their digests, sorted
    static List<String> servedBy(String url, Dovecot dovecot, String mailbox, Path folder)
            throws IOException, InterruptedException {
        Path served = Files.createDirectory(folder.resolve("served"));
        String _ =
                Programs.run(
                        folder,
                        List.of(
                                Peers.require("curl").toString(),
                                "--silent",
                                "--show-error",
                                "--fail",
                                "--cacert",
                                dovecot.caFile().toString(),
                                "--user",
                                mailbox + ":" + Dovecot.PASSWORD,
                                "--output",
                                served.resolve("#1").toString(),
                                url));
        try (Stream<Path> files = Files.list(served)) {
            return Mail.digests(files.toList());
        }
    }
}
