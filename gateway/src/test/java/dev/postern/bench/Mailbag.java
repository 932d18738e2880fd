package dev.postern.bench;

import dev.postern.peers.Dovecot;
import dev.postern.peers.Mail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/// What a client gets that fetches a mailbox of one large message and many small ones, known
/// beforehand to the octet.
///
/// @param large message 1
/// @param small the other messages
record Mailbag(Reply large, Reply small) {

    /// Octets of the large message.
    static final int LARGE = 64 * 1024 * 1024;

    private static final int SMALL = 4_000;
    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");

    /// What is said between a command and its OK.
    record Reply(String command, long octets, long checksum) {

        /// Fetches it.
        ///
        /// @throws IOException if anything else comes
        void fetch(Talk client) throws IOException {
            client.say(command);
            long found = client.octets(octets);
            if (found != checksum) {
                throw new IOException(
                        "the reply to '%s' is as long as it should be, and another"
                                .formatted(command));
            }
        }
    }

    /// Fills a mailbox.
    ///
    /// @param count of the small messages
    static Mailbag into(Dovecot server, String mailbox, int count) throws IOException {
        Sum large = new Sum();
        large.add(server, mailbox, 1, LARGE);
        Sum small = new Sum();
        for (int number = 2; number <= count + 1; number++) {
            small.add(server, mailbox, number, SMALL);
        }
        return new Mailbag(
                large.reply("FETCH 1 BODY.PEEK[]"),
                small.reply("FETCH 2:%d BODY.PEEK[]".formatted(count + 1)));
    }

    private static final class Sum {

        private final CRC32C sum = new CRC32C();
        private long octets;

        void add(Dovecot server, String mailbox, int number, int size) throws IOException {
            byte[] message = Mail.message(number, size);
            server.deliver(mailbox, message, RECEIVED.plusSeconds(number));
            add("* %d FETCH (BODY[] {%d}\r\n".formatted(number, message.length));
            sum.update(message);
            octets += message.length;
            add(")\r\n");
        }

        private void add(String words) {
            sum.update(words.getBytes(StandardCharsets.US_ASCII));
            octets += words.length();
        }

        Reply reply(String command) {
            return new Reply(command, octets, sum.getValue());
        }
    }
}
