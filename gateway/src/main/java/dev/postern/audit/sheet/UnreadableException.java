package dev.postern.audit.sheet;

import java.io.IOException;
import java.io.Serial;

/// A file that is not what it should be; the text says where and why, for a person.
public final class UnreadableException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    public UnreadableException(String message) {
        super(message);
    }
}
