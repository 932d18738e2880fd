package dev.postern.bench;

import dev.postern.peers.Dovecot;
import dev.postern.peers.Mail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/// What is in a mailbox, known beforehand to the octet.
///
/// @param digests of the messages, with LF for each CRLF
/// @param octets of all messages
/// @param byImap the reply to `FETCH 1:*`
/// @param byPop3 the replies to `RETR` for each message
record Stock(String mailbox, List<String> digests, long octets, Foretold byImap, Foretold byPop3) {

    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");

    /// What collectors put before a message, or into its header.
    private static final Pattern ADDED =
            Pattern.compile(
                    "\\A(?s:.*?)(?=From: Request <)|(?m:^X-TUID: .{12}\n"
                            + "|^X-getmail-retrieved-from-mailbox: .*\n)");

    /// Fills a mailbox.
    ///
    /// @param count how many messages
    /// @param smallest octets of a message
    /// @param largest octets of a message, about
    static Stock into(Dovecot server, String mailbox, int count, int smallest, int largest)
            throws IOException {
        return into(server, mailbox, 1, count, new Sizes(smallest, largest));
    }

    /// Fills several mailboxes, and no two messages are the same. What servers will say is not
    /// known.
    static Stock into(Dovecot server, List<String> mailboxes, int each, Sizes sizes)
            throws IOException {
        List<String> digests = new ArrayList<>();
        long octets = 0;
        for (String mailbox : mailboxes) {
            Stock one = into(server, mailbox, digests.size() + 1, each, sizes);
            digests.addAll(one.digests());
            octets += one.octets();
        }
        Foretold nothing = new Foretold.Sum().told();
        return new Stock(String.join(", ", mailboxes), digests, octets, nothing, nothing);
    }

    /// Octets of the smallest and, about, of the largest message.
    record Sizes(int smallest, int largest) {}

    private static Stock into(Dovecot server, String mailbox, int first, int count, Sizes range)
            throws IOException {
        Random sizes = new Random(count);
        List<String> digests = new ArrayList<>();
        long octets = 0;
        Foretold.Sum imap = new Foretold.Sum();
        Foretold.Sum pop3 = new Foretold.Sum();
        for (int place = 1; place <= count; place++) {
            int number = first + place - 1;
            byte[] message = Mail.message(number, sizes.nextInt(range.smallest(), range.largest()));
            server.deliver(mailbox, message, RECEIVED.plusSeconds(place));
            digests.add(Mail.digest(Mail.withoutCarriageReturns(message)));
            octets += message.length;
            imap.literal("* %d FETCH (BODY[] {%d}\r\n".formatted(place, message.length), message);
            imap.words(")\r\n");
            pop3.words("+OK %d octets\r\n".formatted(message.length));
            pop3.lines(message);
        }
        return new Stock(mailbox, digests, octets, imap.told(), pop3.told());
    }

    Stock {
        digests = List.copyOf(digests);
    }

    int messages() {
        return digests.size();
    }

    /// Compares what was collected.
    ///
    /// @throws IOException if it is not so many different messages of these
    void verify(String who, Contender.Round round) throws IOException {
        Set<String> left = new HashSet<>(digests);
        for (Path file : round.collected()) {
            byte[] lines = Mail.withoutCarriageReturns(Files.readAllBytes(file));
            String message = new String(lines, StandardCharsets.ISO_8859_1);
            String sent = ADDED.matcher(message).replaceAll("");
            if (!left.remove(Mail.digest(sent.getBytes(StandardCharsets.ISO_8859_1)))) {
                throw new IOException(
                        "%s collected %s, which was not sent, or twice".formatted(who, file));
            }
        }
    }
}
