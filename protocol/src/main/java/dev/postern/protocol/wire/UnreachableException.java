package dev.postern.protocol.wire;

import java.io.IOException;

/// No connection could be made, or it could not be secured.
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    /// How far we came.
    public enum Step {
        /// The host has no address.
        RESOLVE("find the address of"),
        /// No address of the host accepted the connection.
        CONNECT("connect to"),
        /// The TLS handshake failed, or the certificate is not the host's.
        HANDSHAKE("agree on TLS with");

        private final String words;

        Step(String words) {
            this.words = words;
        }
    }

    private final Step step;

    UnreachableException(Step step, Endpoint endpoint, IOException cause) {
        super("cannot %s %s: %s".formatted(step.words, endpoint, reason(cause)), cause);
        this.step = step;
    }

    /// The step that failed.
    public Step step() {
        return step;
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
