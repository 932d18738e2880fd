package dev.postern.queue;

import java.io.IOException;
import java.io.Serial;

/// The store cannot take or give messages now: the disk is full, the database is locked or broken.
///
/// Nothing is lost: what was accepted before is on disk, and what is offered now stays with its
/// sender.
public final class QueueUnavailableException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    public QueueUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public QueueUnavailableException(String message) {
        super(message);
    }
}
