package dev.postern.control;

import java.io.IOException;
import java.io.Serial;

/// What was asked cannot be done as things are; the text tells a person why, and what to do.
public final class UnusableException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    public UnusableException(String message) {
        super(message);
    }

    /// The text for people.
    public String words() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
