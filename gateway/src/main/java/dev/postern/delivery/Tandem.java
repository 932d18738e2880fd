package dev.postern.delivery;

import dev.postern.queue.Claim;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// Hands batches over one after the other, and makes each ready while the one ahead of it is handed
/// over and settled.
///
/// Confined to one thread. If that is interrupted, the hand-over is too.
final class Tandem implements AutoCloseable {

    /* What order and blame rest on stays as it is: a batch is handed over only after the one ahead was
     * settled to its last message, and only if the destination's standing says after that, too, that
     * messages flow. Else it is given up as if nobody had looked at it. */

    private final Hands hands;
    private final BooleanSupplier flows;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<Future<Boolean>> ahead = Optional.empty();

    /// @param flows whether one more batch may be handed over
    Tandem(Hands hands, BooleanSupplier flows) {
        this.hands = hands;
        this.flows = flows;
    }

    /// Hands a batch over: returns when it is ready and the one ahead is settled.
    ///
    /// @return whether the next may follow; if not, what was not settled is among the claims again
    boolean hand(List<Claim> batch) throws IOException, InterruptedException {
        Hands.Hold hold = begin(batch);
        boolean begun = false;
        try {
            if (settled() && flows.getAsBoolean()) {
                ahead = Optional.of(thread.submit(() -> finish(hold)));
                begun = true;
            }
            return begun;
        } finally {
            if (!begun) {
                hold.close();
            }
        }
    }

    private Hands.Hold begin(List<Claim> batch) throws IOException, InterruptedException {
        try {
            return hands.begin(batch, Standing.Role.FLOW);
        } catch (InterruptedException e) {
            thread.shutdownNow();
            throw e;
        }
    }

    private static boolean finish(Hands.Hold hold) throws IOException, InterruptedException {
        try (hold) {
            return hold.finish();
        }
    }

    /// Waits for the batch that is being handed over, if there is one.
    ///
    /// @return whether it was settled to its last message
    private boolean settled() throws IOException, InterruptedException {
        Optional<Future<Boolean>> last = ahead;
        ahead = Optional.empty();
        try {
            return last.isEmpty() || Workers.result(last.get());
        } catch (InterruptedException e) {
            thread.shutdownNow();
            throw e;
        }
    }

    /// Waits for the batch that is being handed over.
    void finish() throws IOException, InterruptedException {
        boolean _ = settled();
    }

    @Override
    public void close() {
        thread.close();
    }
}
