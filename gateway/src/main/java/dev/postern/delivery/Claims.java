package dev.postern.delivery;

import dev.postern.queue.Claim;
import dev.postern.queue.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The claims that one lane holds: some in hand, others waiting for their turn.
///
/// Renews all their leases, so that a long hand-over, or the wait behind one, does not lose them.
/// Safe for use by many threads.
final class Claims {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final String destination;
    private final Outlet outlet;
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();
    private final Deque<Claim> ready = new ConcurrentLinkedDeque<>();

    Claims(String destination, Outlet outlet) {
        this.destination = destination;
        this.outlet = outlet;
    }

    /// Claims what is due.
    ///
    /// @return how many were got
    int take(int limit) throws IOException {
        return look(limit).size();
    }

    /// Claims what is due and shows it.
    List<Claim> look(int limit) throws IOException {
        List<Claim> claims = outlet.claim(destination, limit, LEASE);
        held.addAll(claims);
        ready.addAll(claims);
        return claims;
    }

    /// Takes the next claims in hand.
    ///
    /// @param octets the messages together have no more than that, unless the first has already
    /// @return none if none is left
    List<Claim> next(int limit, long octets) {
        List<Claim> next = new ArrayList<>();
        long left = octets;
        for (Claim claim = ready.poll(); claim != null; claim = ready.poll()) {
            left -= claim.message().size();
            if (!next.isEmpty() && left < 0) {
                ready.addFirst(claim);
                break;
            }
            next.add(claim);
            if (next.size() == limit) {
                break;
            }
        }
        return next;
    }

    /// Takes a certain claim in hand.
    void pick(Claim claim) {
        ready.remove(claim);
    }

    /// Puts claims back that were in hand, but for those that are settled.
    void putBack(List<Claim> claims) {
        claims.reversed().stream().filter(held::contains).forEach(ready::addFirst);
    }

    /// Forgets a claim that is settled.
    void done(Claim claim) {
        held.remove(claim);
    }

    /// Gives all claims back that are not in hand.
    void giveBack() {
        List<Claim> idle = new ArrayList<>();
        for (Claim claim = ready.poll(); claim != null; claim = ready.poll()) {
            held.remove(claim);
            idle.add(claim);
        }
        if (idle.isEmpty()) {
            return;
        }
        try {
            outlet.release(idle);
        } catch (IOException _) {
            // Their leases run out by themselves.
        }
    }

    /// Renews the leases in good time, until the thread is interrupted.
    void beat() {
        try {
            while (true) {
                Thread.sleep(LEASE.dividedBy(4));
                renew();
            }
        } catch (InterruptedException _) {
            // That is how it ends.
        }
    }

    void renew() {
        List<Claim> claims = List.copyOf(held);
        if (claims.isEmpty()) {
            return;
        }
        try {
            outlet.renew(claims, LEASE);
        } catch (IOException _) {
            // The next beat tries again. If the lease is lost, settling the claim says so.
        }
    }
}
