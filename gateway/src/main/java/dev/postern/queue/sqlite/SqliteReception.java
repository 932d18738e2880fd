package dev.postern.queue.sqlite;

import dev.postern.queue.Reception;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The bytes of one message on their way in: one buffer that grows up to [#CHUNK], and beyond that
/// chunks in the store.
///
/// Confined to one thread at a time.
final class SqliteReception implements Reception {

    /// What fits into this is stored in one row with the rest of the message.
    static final int CHUNK = 256 << 10;

    /// What every reception may have, whatever the memory's state.
    static final int BUFFER_MIN = 8 << 10;

    private static final int HEAD_MAX = 64 << 10;
    private static final byte[] NOTHING = {};

    private enum State {
        WRITING,
        SEALED,
        ACCEPTED,
        CLOSED
    }

    private final Receptions receptions;
    private final ReceptionMemory memory;
    private final Space space;
    private final MessageDigest digest = newDigest();
    private State state = State.WRITING;
    private byte[] buffer = NOTHING;
    private int filled;
    private byte[] head = NOTHING;
    private long size;
    private long reception;
    private int parts;
    private byte @Nullable [] sha256;

    SqliteReception(Receptions receptions, ReceptionMemory memory, Space space) {
        this.receptions = receptions;
        this.memory = memory;
        this.space = space;
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        if (state != State.WRITING) {
            throw new IllegalStateException("the reception is " + state + ", nothing can be added");
        }
        digest.update(octets, from, count);
        size += count;
        int at = from;
        int left = count;
        while (left > 0) {
            if (filled == buffer.length && !grow()) {
                spill();
            }
            int step = Math.min(left, buffer.length - filled);
            System.arraycopy(octets, at, buffer, filled, step);
            filled += step;
            at += step;
            left -= step;
        }
    }

    /// Doubles the buffer, if it may and if there is memory.
    private boolean grow() {
        if (buffer.length == 0) {
            memory.takeAnyway(BUFFER_MIN);
            buffer = new byte[BUFFER_MIN];
            return true;
        }
        int more = Math.min(buffer.length, CHUNK - buffer.length);
        if (more == 0 || !memory.take(more)) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, buffer.length + more);
        return true;
    }

    /// Empties the full buffer into the store.
    private void spill() throws IOException {
        keepHead();
        try {
            space.checkForLarge(buffer.length);
            if (parts == 0) {
                reception = receptions.begin(buffer);
            } else {
                receptions.append(reception, parts, buffer);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        parts++;
        filled = 0;
    }

    private void keepHead() {
        int more = Math.min(filled, HEAD_MAX - head.length);
        if (more > 0) {
            memory.takeAnyway(more);
            int old = head.length;
            head = Arrays.copyOf(head, old + more);
            System.arraycopy(buffer, 0, head, old, more);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] head(int max) {
        int wanted = Math.min(max, HEAD_MAX);
        if (head.length == 0) {
            return Arrays.copyOf(buffer, Math.min(wanted, filled));
        }
        byte[] found = Arrays.copyOf(head, (int) Math.min(wanted, size));
        if (found.length > head.length) {
            System.arraycopy(buffer, 0, found, head.length, found.length - head.length);
        }
        return found;
    }

    @Override
    public String sha256() {
        return HexFormat.of().formatHex(digest());
    }

    byte[] digest() {
        byte[] known = sha256;
        if (known == null) {
            known = digest.digest();
            sha256 = known;
            if (state == State.WRITING) {
                state = State.SEALED;
            }
        }
        return known;
    }

    /// Ends writing, for acceptance.
    void seal() {
        digest();
        if (state != State.SEALED) {
            throw new IllegalStateException("offered a reception that is " + state);
        }
    }

    /// How many chunks are in the store already, under [#number].
    int parts() {
        return parts;
    }

    long number() {
        return reception;
    }

    /// What is not in the store yet: the whole message, or its last chunk, which may be empty.
    byte[] rest() {
        return filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
    }

    /// The store has committed it.
    void accepted() {
        if (parts > 0) {
            receptions.joined(reception);
        }
        free();
        state = State.ACCEPTED;
    }

    @Override
    public void close() {
        if (state == State.ACCEPTED || state == State.CLOSED) {
            return;
        }
        if (parts > 0) {
            receptions.abandon(reception);
        }
        free();
        state = State.CLOSED;
    }

    private void free() {
        memory.give(buffer.length + head.length);
        buffer = NOTHING;
        head = NOTHING;
        filled = 0;
    }
}
