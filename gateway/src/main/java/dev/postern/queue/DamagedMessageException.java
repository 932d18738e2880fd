package dev.postern.queue;

import java.io.IOException;
import java.io.Serial;

/// The stored bytes are not those that were accepted.
///
/// Raised before the last octet was given out, so whoever is handing the message over must not
/// complete it. The store has parked the message by then; a claim on it settles nothing any more.
public final class DamagedMessageException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    public DamagedMessageException(String message) {
        super(message);
    }
}
