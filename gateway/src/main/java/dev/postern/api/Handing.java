package dev.postern.api;

import dev.postern.account.Peer;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.relay.Letter;
import dev.postern.relay.Principal;
import dev.postern.relay.Receipt;
import dev.postern.relay.Refusal;
import dev.postern.relay.Relay;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Puts a message in through the relay, and says in HTTP's words what speaks against it. Safe for
/// use by many threads.
///
/// Returns only after the commit.
final class Handing {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int TOO_LARGE = 552;

    private final Relay relay;

    Handing(Relay relay) {
        this.relay = relay;
    }

    /// Who hands in, from where, and to whom it goes.
    record Order(Principal principal, Peer peer, Envelope envelope) {}

    /// Writes a message, as often as it is asked to.
    interface Source {
        /// @throws RejectedException if the message turns out to be none
        void write(OutputStream out) throws IOException, RejectedException;
    }

    Receipt.Taken hand(Order order, Source source) throws RejectedException, InterruptedException {
        check(order);
        try (Letter letter = relay.receive(order.principal(), order.peer(), order.envelope())) {
            write(source, letter);
            return switch (letter.finish()) {
                case Receipt.Taken taken -> taken;
                case Receipt.Declined(Refusal refusal) -> throw rejected(refusal, "");
            };
        } catch (IOException e) {
            throw RejectedException.bad("The body ended before its end.", "");
        }
    }

    private static void write(Source source, Letter letter) throws IOException, RejectedException {
        try {
            source.write(new LetterOutput(letter));
        } catch (HopelessException _) {
            // What speaks against it is told when the letter is finished.
        }
    }

    static RejectedException unavailable() {
        return RejectedException.later(
                503, "ServiceUnavailable", "The queue cannot be read for the moment.", SOON);
    }

    private void check(Order order) throws RejectedException {
        Optional<AddrSpec> sender = order.envelope().sender();
        Optional<Refusal> refusal = relay.sender(order.principal(), sender);
        if (refusal.isPresent()) {
            throw rejected(refusal.get(), "InvalidSenderUserName");
        }
        for (Recipient recipient : order.envelope().recipients()) {
            Optional<Refusal> no = relay.recipient(order.principal(), sender, recipient.address());
            if (no.isPresent()) {
                throw rejected(no.get(), "");
            }
        }
    }

    private static RejectedException rejected(Refusal refusal, String code) {
        String words = refusal.status() + " " + refusal.words();
        if (refusal.notNow()) {
            return RejectedException.later(503, "ServiceUnavailable", words, SOON);
        }
        if (refusal.code() == TOO_LARGE) {
            return new RejectedException(413, "RequestEntityTooLarge", words);
        }
        return code.isEmpty()
                ? RejectedException.bad(words, "")
                : new RejectedException(403, code, words);
    }

    /// Nothing more needs to be sent. Ends the writing.
    private static final class HopelessException extends IOException {

        private static final long serialVersionUID = 1;
    }

    /// A letter as a stream. For one thread.
    private static final class LetterOutput extends OutputStream {

        private final Letter letter;

        LetterOutput(Letter letter) {
            this.letter = letter;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            letter.write(octets, from, count);
            if (letter.hopeless()) {
                throw new HopelessException();
            }
        }
    }
}
