package dev.postern.protocol.wire;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/// Whose turn it is to write to a client: its session's, or that of another thread that wants to
/// end the session while it only waits.
///
/// [#rest] is for the session's thread, [#retire] for every other.
public final class Floor {

    private enum Turn {
        /// The session's thread's.
        SESSION,
        /// Nobody's: the session waits for a command.
        NOBODY,
        /// The thread's that ended it.
        RETIRED
    }

    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.SESSION);
    private volatile boolean retiring;

    /// Waits for a client.
    public interface Waiting {
        void run() throws IOException;
    }

    /// Whether the session is to end as soon as it may.
    public boolean retiring() {
        return retiring;
    }

    /// Waits, unless the session is to end; meanwhile another thread may write.
    ///
    /// @throws LostClientException if one did, and has said the farewell
    public void rest(Waiting waiting) throws IOException {
        turn.set(Turn.NOBODY);
        try {
            if (!retiring) {
                waiting.run();
            }
        } catch (IOException e) {
            take();
            throw e;
        }
        take();
    }

    private void take() throws LostClientException {
        if (!turn.compareAndSet(Turn.NOBODY, Turn.SESSION)) {
            throw LostClientException.retired();
        }
    }

    /// Wants the session to end.
    ///
    /// @return whether it only waits: then the caller says the farewell, and closes
    public boolean retire() {
        retiring = true;
        return turn.compareAndSet(Turn.NOBODY, Turn.RETIRED);
    }
}
