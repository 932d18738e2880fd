package dev.postern.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The order to stop, which a process gets by SIGTERM, by SIGINT (Ctrl-C), or from a runtime that
/// ends for another reason.
///
/// The first order is obeyed in peace, and the process then ends like any that has done its work,
/// with exit code 0. A second one, and the end of all patience, cut it short: that loses nothing,
/// as nothing here relies on an orderly end. Safe for use by many threads.
final class StopOrder {

    /// Like a process that SIGTERM ended.
    private static final int CUT_SHORT = 143;

    private final Duration patience;
    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch obeyed = new CountDownLatch(1);

    private StopOrder(Duration patience) {
        this.patience = patience;
    }

    /// Waits for the order from now on. Once a process.
    ///
    /// @param patience how long obeying it may take, come what may
    static StopOrder listen(Duration patience) {
        StopOrder order = new StopOrder(patience);
        boolean _ = Signals.on("TERM", order::bySignal);
        boolean _ = Signals.on("INT", order::bySignal);
        // Where there are no signals to catch, and when somebody else ends the runtime.
        Thread hook = Thread.ofPlatform().name("stop").unstarted(order::byTheRuntime);
        Runtime.getRuntime().addShutdownHook(hook);
        return order;
    }

    /// Returns when the order is given.
    void await() throws InterruptedException {
        given.await();
    }

    /// Says that all is done, so that nobody waits any more.
    void obeyed() {
        obeyed.countDown();
    }

    private synchronized void bySignal() {
        if (given.getCount() == 0) {
            Runtime.getRuntime().halt(CUT_SHORT);
        }
        Thread.ofPlatform().name("stop").daemon().start(this::cutAfterPatience);
        given.countDown();
    }

    private void cutAfterPatience() {
        try {
            if (!obeyed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(CUT_SHORT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void byTheRuntime() {
        given.countDown();
        try {
            boolean _ = obeyed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
