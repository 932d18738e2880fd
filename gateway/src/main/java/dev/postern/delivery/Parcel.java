package dev.postern.delivery;

import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.QueueId;
import dev.postern.queue.StoredMessage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// One message, ready to be handed over: what is known of it, and its bytes as a stream.
///
/// Notes when the queue fails to give the bytes, so that this is never taken for a failure of the
/// destination. Safe for use by the threads of one hand-over.
public final class Parcel {

    /// Where the bytes come from.
    @FunctionalInterface
    public interface Source {
        /// Opens the message's bytes as a stream.
        InputStream open(QueueId message) throws IOException;
    }

    private final StoredMessage message;
    private final int attempt;
    private final Consignment consignment;
    private final long delivery;
    private final Instant firstTried;
    private final Source source;
    private final AtomicReference<Optional<IOException>> failure =
            new AtomicReference<>(Optional.empty());

    /// What is claimed.
    public Parcel(Claim claim, Source source) {
        this.message = claim.message();
        this.attempt = claim.attempt();
        this.consignment = claim.consignment();
        this.delivery = claim.delivery();
        this.firstTried = claim.firstTried();
        this.source = source;
    }

    /// What nobody has claimed.
    ///
    /// @param attempt 1 for the first
    public Parcel(StoredMessage message, int attempt, Consignment consignment, Source source) {
        this(new Claim(0, message, "", attempt, message.accepted(), "", consignment), source);
    }

    /// A message without an envelope.
    public Parcel(StoredMessage message, int attempt, Source source) {
        this(message, attempt, Consignment.WHOLE, source);
    }

    /// All that is known of the message but its bytes.
    public StoredMessage message() {
        return message;
    }

    /// Which attempt this is. Above 1, an earlier attempt may have left something behind.
    public int attempt() {
        return attempt;
    }

    /// The number of the delivery.
    public long delivery() {
        return delivery;
    }

    /// When the first attempt began.
    public Instant firstTried() {
        return firstTried;
    }

    /// The recipients of this hand-over; empty for a message without an envelope.
    public List<Addressee> addressees() {
        return consignment.addressees();
    }

    /// All that is to be handed over.
    public Consignment consignment() {
        return consignment;
    }

    /// Opens the message's bytes, exactly as received; from the start on each call. The caller
    /// closes the stream.
    public InputStream open() throws IOException {
        try {
            return new Noting(source.open(message.id()));
        } catch (IOException e) {
            throw note(e);
        }
    }

    /// The first failure to read the bytes, if there was one.
    public Optional<IOException> readFailure() {
        return failure.get();
    }

    private IOException note(IOException e) {
        failure.compareAndSet(Optional.empty(), Optional.of(e));
        return e;
    }

    private final class Noting extends FilterInputStream {

        Noting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw note(e);
            }
        }

        @Override
        public int read(byte[] octets, int from, int count) throws IOException {
            try {
                return super.read(octets, from, count);
            } catch (IOException e) {
                throw note(e);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            try {
                return super.skip(count);
            } catch (IOException e) {
                throw note(e);
            }
        }
    }
}
