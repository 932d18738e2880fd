package dev.postern.lab.mail.net;

import dev.postern.lab.mail.fault.Fault.Cut;
import dev.postern.lab.mail.fault.Fault.From;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says what a server has to say, and fails where a [Cut] wants it. Used by one thread at a time.
///
/// Nothing is sent before [#flush] or a full buffer.
public final class LineOutput extends OutputStream {

    private static final int BUFFER = 4 * 1024;

    private final Connection connection;
    private OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private @Nullable Cut cut;
    private boolean counting;
    private long left;
    private Duration drip = Duration.ZERO;

    LineOutput(Connection connection, OutputStream out) {
        this.connection = connection;
        this.out = out;
    }

    void replace(OutputStream other) {
        out = other;
    }

    /// Says a line.
    public void line(String text) throws IOException {
        text(text);
        write('\r');
        write('\n');
    }

    /// Says a part of a line; each character is an octet.
    public void text(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// From now on the network may fail as wanted; without a cut it is whole (again).
    public void plan(Optional<Cut> wanted) throws IOException {
        if (wanted.isEmpty() && cut == null && drip.isZero()) {
            return;
        }
        cut = wanted.orElse(null);
        drip = Duration.ZERO;
        counting = false;
        at(From.REPLY);
    }

    /// Says that the answer has come to this point, from which a cut may count.
    public void at(From point) throws IOException {
        Cut wanted = cut;
        if (wanted != null && !counting && wanted.from() == point) {
            counting = true;
            left = wanted.bytes();
            if (left == 0) {
                fail(wanted);
            }
        }
    }

    @Override
    public void write(int octet) throws IOException {
        if (counting || !drip.isZero()) {
            write(new byte[] {(byte) octet}, 0, 1);
            return;
        }
        if (filled == BUFFER) {
            send();
        }
        buffer[filled++] = (byte) octet;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            Cut wanted = cut;
            int now = end - at;
            if (counting && wanted != null) {
                now = (int) Math.min(now, left);
                left -= now;
            }
            pass(octets, at, now);
            at += now;
            if (counting && wanted != null && left == 0) {
                fail(wanted);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        send();
        out.flush();
    }

    private void pass(byte[] octets, int offset, int length) throws IOException {
        if (!drip.isZero()) {
            drip(octets, offset, length);
            return;
        }
        if (length > BUFFER - filled) {
            send();
        }
        if (length >= BUFFER) {
            out.write(octets, offset, length);
            return;
        }
        System.arraycopy(octets, offset, buffer, filled, length);
        filled += length;
    }

    private void drip(byte[] octets, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            connection.pause(drip);
            out.write(octets, offset + i, 1);
            out.flush();
        }
    }

    private void send() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }

    private void fail(Cut wanted) throws IOException {
        flush();
        cut = null;
        counting = false;
        switch (wanted.way()) {
            case STALL -> connection.pause(wanted.time());
            case DRIP -> drip = wanted.time();
            case DROP -> connection.drop();
            case RESET -> connection.reset();
        }
    }
}
