package dev.postern.protocol.wire;

import java.io.IOException;

/// The peer broke the protocol, so nothing that follows can be trusted: close the connection.
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String line;

    /// @param complaint what is wrong, beginning with who sent it
    /// @param line the offending line, escaped and shortened as by [Excerpt]; empty if there is
    ///   none
    public ProtocolException(String complaint, String line) {
        super(line.isEmpty() ? complaint : complaint + ": " + line);
        this.line = line;
    }

    /// The offending line, escaped and shortened.
    public String line() {
        return line;
    }
}
