package dev.postern.lab.mail.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One lock, and steps that are taken under it. A step must not wait for anything.
public final class Guard {

    private final ReentrantLock lock = new ReentrantLock();

    /// Takes a step that no other step under this guard interrupts.
    public <T> T step(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
