package dev.postern.protocol.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The connection is gone: the peer ended it, the network lost it, or another thread of ours closed
/// it.
public final class DisconnectedException extends IOException {

    private static final long serialVersionUID = 1L;

    DisconnectedException(String message, @Nullable IOException cause) {
        super(message, cause);
    }
}
