package dev.postern.delivery;

import dev.postern.queue.Claim;
import dev.postern.queue.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The claims that one lane holds: some in hand, others waiting for their turn.
///
/// Renews all their leases, so that a long hand-over, or the wait behind one, does not lose them.
/// Safe for use by many threads.
final class Claims {

    private static final Duration LEASE = Duration.ofMinutes(1);

    /// So many times what is claimed may turn out to be of busy senders only, in one look.
    private static final int LOOKS_MAX = 64;

    private final String destination;
    private final Outlet outlet;
    private final InstantSource clock;
    private final BusySenders busy = new BusySenders();
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();
    private final Deque<Claim> ready = new ConcurrentLinkedDeque<>();

    private volatile boolean sawEnvelopes;

    Claims(String destination, Outlet outlet, InstantSource clock) {
        this.destination = destination;
        this.outlet = outlet;
        this.clock = clock;
    }

    /// Claims what is due.
    ///
    /// @return how many were got
    int take(int limit) throws IOException {
        return look(limit).size();
    }

    /// Claims what is due and shows it, but for what is of busy senders.
    List<Claim> look(int limit) throws IOException {
        for (int i = 0; i < LOOKS_MAX; i++) {
            List<Claim> claims = outlet.claim(destination, limit, LEASE);
            held.addAll(claims);
            sawEnvelopes |= claims.stream().anyMatch(Claims::hasEnvelope);
            List<Claim> free = withoutBusyOrPutBack(claims);
            if (claims.isEmpty() || !free.isEmpty()) {
                ready.addAll(free);
                return free;
            }
        }
        return List.of();
    }

    private List<Claim> withoutBusyOrPutBack(List<Claim> claims) throws IOException {
        try {
            return withoutBusy(claims);
        } catch (IOException e) {
            putBack(claims);
            throw e;
        }
    }

    private List<Claim> withoutBusy(List<Claim> claims) throws IOException {
        Instant now = clock.instant();
        List<Claim> free = new ArrayList<>();
        Map<Instant, List<Claim>> later = new TreeMap<>();
        for (Claim claim : claims) {
            busy.postponed(claim, now)
                    .ifPresentOrElse(
                            then -> later.computeIfAbsent(then, _ -> new ArrayList<>()).add(claim),
                            () -> free.add(claim));
        }
        for (var group : later.entrySet()) {
            postpone(group.getValue(), group.getKey());
        }
        return free;
    }

    /// Gives a claim back whose sender has to wait, and those of the same sender behind it.
    ///
    /// @return until when
    Instant busy(Claim claim, Duration patience) throws IOException {
        Instant until = busy.note(claim, patience, clock.instant());
        postpone(List.of(claim), until);
        List<Claim> idle = new ArrayList<>();
        for (Claim next = ready.poll(); next != null; next = ready.poll()) {
            idle.add(next);
        }
        putBack(withoutBusyOrPutBack(idle));
        return until;
    }

    /// Gives claims in hand back, untried, to be due at this moment.
    void postpone(List<Claim> claims, Instant until) throws IOException {
        if (!claims.isEmpty()) {
            outlet.postpone(claims, until);
            claims.forEach(held::remove);
        }
    }

    /// Limits claims in hand to so many recipients each.
    List<Claim> narrow(List<Claim> claims, int recipients) throws IOException {
        List<Claim> narrowed = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            boolean fits = claim.consignment().addressees().size() <= recipients;
            Claim narrow = fits ? claim : split(claim, recipients, narrowed);
            narrowed.add(narrow);
        }
        return narrowed;
    }

    private Claim split(Claim claim, int recipients, List<Claim> narrowed) throws IOException {
        try {
            Claim narrow = outlet.split(claim, recipients);
            held.remove(claim);
            held.add(narrow);
            return narrow;
        } catch (IOException e) {
            putBack(narrowed);
            throw e;
        }
    }

    /// Whether there ever was a message with an envelope.
    boolean sawEnvelopes() {
        return sawEnvelopes;
    }

    static boolean hasEnvelope(Claim claim) {
        return claim.message().origin().enveloped().isPresent();
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

    /// Whether something is still to be done for a claim.
    boolean holds(Claim claim) {
        return held.contains(claim);
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
