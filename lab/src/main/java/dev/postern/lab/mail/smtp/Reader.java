package dev.postern.lab.mail.smtp;

import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.net.Connection;
import java.io.IOException;
import java.util.Optional;

/// Reads a message that a client sends by DATA or BDAT, and stops where a fault wants it. Used by
/// the session's thread.
final class Reader {

    private final Connection connection;
    private final Optional<Fault.Intake> fault;
    private long read;
    private boolean bare;

    Reader(Connection connection, Optional<Fault.Intake> fault) {
        this.connection = connection;
        this.fault = fault;
    }

    /// Where in a line the input is.
    private enum At {
        START,
        DOT,
        DOT_CR,
        TEXT,
        CR,
        END
    }

    /// Reads up to CRLF.CRLF (RFC 5321 §4.5.2), and takes the stuffed dots away.
    void data(Received into) throws IOException {
        At at = At.START;
        while (at != At.END) {
            at = next(at, octet(), into);
        }
    }

    /// Reads exactly so many octets.
    void chunk(Received into, long count) throws IOException {
        for (long left = count; left > 0; left--) {
            into.write(octet());
        }
    }

    /// True if a CR or a LF came without the other.
    boolean hasBareLineEnd() {
        return bare;
    }

    private At next(At at, int octet, Received into) {
        return switch (at) {
            case START -> octet == '.' ? At.DOT : text(octet, into);
            case DOT -> octet == '\r' ? At.DOT_CR : text(octet, into);
            case DOT_CR -> octet == '\n' ? At.END : bareCr(octet, into);
            case TEXT -> text(octet, into);
            case CR -> octet == '\n' ? lineEnd(into) : bareCr(octet, into);
            case END -> throw new IllegalStateException("the message has ended");
        };
    }

    private At text(int octet, Received into) {
        if (octet == '\r') {
            return At.CR;
        }
        bare |= octet == '\n';
        into.write(octet);
        return At.TEXT;
    }

    private At bareCr(int octet, Received into) {
        bare = true;
        into.write('\r');
        return text(octet, into);
    }

    private static At lineEnd(Received into) {
        into.write('\r');
        into.write('\n');
        return At.START;
    }

    private int octet() throws IOException {
        if (fault.isPresent() && read >= fault.get().bytes()) {
            stop(fault.get());
        }
        read++;
        return connection.in().octet();
    }

    private void stop(Fault.Intake wanted) throws IOException {
        switch (wanted.way()) {
            case STALL -> {
                if (read == wanted.bytes()) {
                    connection.pause(wanted.time());
                }
            }
            case DRIP -> connection.pause(wanted.time());
            case DROP -> connection.drop();
            case RESET -> connection.reset();
        }
    }
}
