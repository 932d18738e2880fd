package dev.postern.submission;

import dev.postern.account.Peer;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.QueueId;
import dev.postern.relay.Letter;
import dev.postern.relay.Principal;
import dev.postern.relay.Receipt;
import dev.postern.relay.Refusal;
import dev.postern.relay.Relay;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes what may be taken and keeps it in memory.
///
/// Nobody may send as `ceo@example.cz`, nor to `elsewhere.example`; there is no room for
/// `full@example.cz`.
final class MemoryRelay implements Relay {

    /// A message as it was taken.
    record Taken(Principal principal, Peer peer, Envelope envelope, String content) {}

    private final List<Taken> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    List<Taken> messages() {
        return messages;
    }

    /// Letters that were let go of without being finished.
    int letGo() {
        return closed.get();
    }

    @Override
    public Optional<Refusal> sender(Principal principal, Optional<AddrSpec> sender) {
        return sender.filter(from -> from.equals(AddrSpec.of("ceo@example.cz")))
                .map(_ -> new Refusal(550, new EnhancedStatus(5, 7, 1), "Not as that sender"));
    }

    @Override
    public Optional<Refusal> recipient(
            Principal principal, Optional<AddrSpec> sender, AddrSpec recipient) {
        return recipient.domain().equals("elsewhere.example")
                ? Optional.of(new Refusal(550, new EnhancedStatus(5, 7, 1), "No route"))
                : Optional.empty();
    }

    @Override
    public Letter receive(Principal principal, Peer peer, Envelope envelope) {
        return new InMemory(principal, peer, envelope);
    }

    @Override
    public long sizeMax() {
        return Long.MAX_VALUE;
    }

    private final class InMemory implements Letter {

        private final Principal principal;
        private final Peer peer;
        private final Envelope envelope;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean finished;

        InMemory(Principal principal, Peer peer, Envelope envelope) {
            this.principal = principal;
            this.peer = peer;
            this.envelope = envelope;
        }

        @Override
        public void write(byte[] octets, int from, int count) {
            content.write(octets, from, count);
        }

        @Override
        public boolean hopeless() {
            return full();
        }

        private boolean full() {
            return envelope.recipients().getFirst().address().local().equals("full");
        }

        @Override
        public Receipt finish() {
            finished = true;
            if (full()) {
                return new Receipt.Declined(
                        new Refusal(452, new EnhancedStatus(4, 3, 1), "The disk is full"));
            }
            messages.add(
                    new Taken(principal, peer, envelope, content.toString(StandardCharsets.UTF_8)));
            return new Receipt.Taken(
                    new QueueId("M%07d".formatted(messages.size())), "<1@example.cz>");
        }

        @Override
        public void close() {
            if (!finished) {
                closed.incrementAndGet();
            }
        }
    }
}
