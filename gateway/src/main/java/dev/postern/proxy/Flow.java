package dev.postern.proxy;

import dev.postern.protocol.wire.Leg;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// One direction of a session: octets as they come, in their order, none added and none left out.
///
/// [#run] is for one thread; the rest may be asked by any.
final class Flow {

    /*
     * Nothing is read that cannot be written: the thread that reads is the one that writes, so a peer
     * that does not read stops this flow and costs one buffer, and the kernel of whoever sends to it
     * says so in turn.
     *
     * While nothing comes, the thread waits for a single octet, and has no buffer. Under TLS that
     * costs nothing: the layer decrypts a whole record and keeps the rest until it is asked for.
     */
    private static final int CR_LF = '\r' << Byte.SIZE | '\n';

    private final Leg from;
    private final Leg to;
    private final Buffers buffers;

    /// What the thread that passes on counts, for the others to see in `octets`.
    private long passed;

    private volatile long octets;
    private volatile long heardAt = System.nanoTime();
    private volatile long movedAt = heardAt;
    private volatile boolean writing;
    private volatile boolean ended;
    private volatile int lastTwo = CR_LF;

    Flow(Leg from, Leg to, Buffers buffers) {
        this.from = from;
        this.to = to;
        this.buffers = buffers;
    }

    /// How many octets were passed on.
    long octets() {
        return octets;
    }

    /// When something came from the sender the last time, of [System#nanoTime]. That is before the
    /// receiver has it: what one flow hears in reply to the other, it hears later.
    long heardAt() {
        return heardAt;
    }

    /// When something was passed on the last time, of [System#nanoTime].
    long movedAt() {
        return movedAt;
    }

    /// Whether the receiver has something to take.
    boolean writing() {
        return writing;
    }

    /// Whether the sender has ended.
    boolean ended() {
        return ended;
    }

    /// Whether what was passed on last is the end of a line.
    boolean atLineEnd() {
        return lastTwo == CR_LF;
    }

    /// Passes on until the sender ends, and tells the receiver so.
    void run() throws IOException {
        InputStream in = from.layer().getInputStream();
        OutputStream out = to.layer().getOutputStream();
        if (from.unread().length > 0) {
            pass(out, from.unread(), from.unread().length);
        }
        byte[] first = new byte[1];
        while (in.read(first, 0, 1) == 1) {
            passOn(first[0], in, out);
        }
        ended = true;
        to.layer().shutdownOutput();
    }

    /// What has come, and what comes while that is passed on.
    private void passOn(byte first, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = buffers.take();
        try {
            buffer[0] = first;
            int count = 1;
            int there = in.available();
            while (count + there > 0) {
                int room = Math.min(there, buffer.length - count);
                count += room > 0 ? Math.max(0, in.read(buffer, count, room)) : 0;
                pass(out, buffer, count);
                count = 0;
                there = in.available();
            }
        } finally {
            buffers.give(buffer);
        }
    }

    private void pass(OutputStream out, byte[] source, int count) throws IOException {
        // In this order, so that whoever sees that something was heard, and then that nothing is
        // being written, knows that all of it was passed on.
        writing = true;
        heardAt = System.nanoTime();
        out.write(source, 0, count);
        int before = count > 1 ? source[count - 2] : lastTwo;
        lastTwo = (before & 0xff) << Byte.SIZE | (source[count - 1] & 0xff);
        passed += count;
        octets = passed;
        movedAt = System.nanoTime();
        writing = false;
    }
}
