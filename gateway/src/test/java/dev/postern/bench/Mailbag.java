package dev.postern.bench;

import dev.postern.peers.Dovecot;
import dev.postern.peers.Mail;
import java.io.IOException;
import java.time.Instant;

/// What a client gets that fetches a mailbox of one large message and many small ones.
///
/// @param large message 1
/// @param small the other messages
record Mailbag(Reply large, Reply small) {

    /// Octets of the large message.
    static final int LARGE = 64 * 1024 * 1024;

    private static final int SMALL = 4_000;
    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");

    /// What is said between a command and its OK.
    record Reply(String command, Foretold told) {

        long octets() {
            return told.octets();
        }

        long checksum() {
            return told.checksum();
        }

        /// Fetches it.
        ///
        /// @throws IOException if anything else comes
        void fetch(Talk client) throws IOException {
            client.say(command);
            long found = client.octets(octets());
            if (found != checksum()) {
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
        Foretold.Sum large = new Foretold.Sum();
        add(large, server, mailbox, 1, LARGE);
        Foretold.Sum small = new Foretold.Sum();
        for (int number = 2; number <= count + 1; number++) {
            add(small, server, mailbox, number, SMALL);
        }
        return new Mailbag(
                new Reply("FETCH 1 BODY.PEEK[]", large.told()),
                new Reply("FETCH 2:%d BODY.PEEK[]".formatted(count + 1), small.told()));
    }

    private static void add(Foretold.Sum sum, Dovecot server, String mailbox, int number, int size)
            throws IOException {
        byte[] message = Mail.message(number, size);
        server.deliver(mailbox, message, RECEIVED.plusSeconds(number));
        sum.literal("* %d FETCH (BODY[] {%d}\r\n".formatted(number, message.length), message);
        sum.words(")\r\n");
    }
}
