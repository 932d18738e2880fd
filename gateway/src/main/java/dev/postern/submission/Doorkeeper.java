package dev.postern.submission;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the sessions of a listener, all of them and by address, and lets no more in than there
/// may be. Safe for use by many threads.
final class Doorkeeper {

    private final Profile.Crowd crowd;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    Doorkeeper(Profile.Crowd crowd) {
        this.crowd = crowd;
    }

    /// Lets a connection in, of whomever; [#leave] must follow if it may.
    boolean enter() {
        if (inside.incrementAndGet() <= crowd.sessions()) {
            return true;
        }
        inside.decrementAndGet();
        turnedAway.incrementAndGet();
        return false;
    }

    void leave() {
        inside.decrementAndGet();
    }

    /// Lets a client in; [#leave(InetAddress)] must follow if it may.
    boolean enter(InetAddress client) {
        int[] count = new int[1];
        byAddress.compute(
                client,
                (_, before) -> {
                    int now = before == null ? 1 : before + 1;
                    count[0] = now;
                    return now > crowd.fromOneAddress() ? before : Integer.valueOf(now);
                });
        boolean may = count[0] <= crowd.fromOneAddress();
        if (!may) {
            turnedAway.incrementAndGet();
        }
        return may;
    }

    void leave(InetAddress client) {
        byAddress.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    int inside() {
        return inside.get();
    }

    int turnedAway() {
        return turnedAway.get();
    }
}
