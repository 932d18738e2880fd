package dev.postern.protocol.imap;

import java.io.IOException;

/// A client's command cannot be read. It is answered, and the session goes on.
final class BadCommandException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param words for the client
    BadCommandException(String words) {
        super(words);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
