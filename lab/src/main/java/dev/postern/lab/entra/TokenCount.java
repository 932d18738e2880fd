package dev.postern.lab.entra;

import java.util.concurrent.locks.ReentrantLock;

/// How many requests the token endpoint has had, and how many at a time. Any thread may call.
public final class TokenCount {

    private final ReentrantLock lock = new ReentrantLock();
    private long requests;
    private long granted;
    private int open;
    private int mostOpen;

    /// The counters at one moment.
    ///
    /// @param requests all of them, faults included
    /// @param granted those that got a token
    /// @param mostOpen the most that were waiting for their answer at one time
    public record Counted(long requests, long granted, int mostOpen) {}

    public Counted counted() {
        lock.lock();
        try {
            return new Counted(requests, granted, mostOpen);
        } finally {
            lock.unlock();
        }
    }

    /// Counts from nothing again.
    public void clear() {
        lock.lock();
        try {
            requests = 0;
            granted = 0;
            mostOpen = open;
        } finally {
            lock.unlock();
        }
    }

    void arrived() {
        lock.lock();
        try {
            requests++;
            open++;
            mostOpen = Math.max(mostOpen, open);
        } finally {
            lock.unlock();
        }
    }

    void granted() {
        lock.lock();
        try {
            granted++;
        } finally {
            lock.unlock();
        }
    }

    void answered() {
        lock.lock();
        try {
            open--;
        } finally {
            lock.unlock();
        }
    }
}
