package dev.postern.lab.mail.fault;

import dev.postern.lab.mail.store.Watchers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The faults that are wanted now. May be used from any thread.
public final class Faults {

    /// A fault that waits for its occasions.
    ///
    /// @param taken how often it has happened
    public record Listed(long id, FaultRequest request, int taken) {}

    private static final int STANDING_MAX = 1_000;

    private final InstantSource clock;
    private final AtomicLong ids = new AtomicLong();
    private final List<Standing> standing = new CopyOnWriteArrayList<>();
    private final Watchers watchers = new Watchers();

    public Faults(InstantSource clock) {
        this.clock = clock;
    }

    /// Told when a fault was added or removed.
    public Watchers watchers() {
        return watchers;
    }

    /// Wants a fault; its id.
    ///
    /// @throws IllegalArgumentException if there is no such fault, or an argument is wrong
    public long add(FaultRequest request) {
        Arguments arguments = new Arguments(request);
        Fault fault = Catalogue.fault(request.name(), arguments);
        Scope scope = arguments.scope(clock);
        arguments.end();
        if (standing.size() >= STANDING_MAX) {
            throw new IllegalArgumentException(
                    "There are %d faults already; remove some first".formatted(STANDING_MAX));
        }
        Standing added = new Standing(ids.incrementAndGet(), request, fault, scope);
        standing.add(added);
        watchers.tell();
        return added.id;
    }

    /// Wants a fault written as [FaultRequest#parse] reads it; its id.
    public long add(String line) {
        return add(FaultRequest.parse(line));
    }

    /// False if there is no fault of this id (any more).
    public boolean remove(long id) {
        boolean removed = standing.removeIf(one -> one.id == id);
        watchers.tell();
        return removed;
    }

    /// From now on all goes well.
    public void clear() {
        standing.clear();
        watchers.tell();
    }

    /// Those that may still happen, in the order they were added.
    public List<Listed> list() {
        Instant now = clock.instant();
        return standing.stream().filter(one -> !one.isOver(now)).map(Standing::listed).toList();
    }

    /// The first fault of this kind that meets this occasion. It has happened then, and counts.
    public <F extends Fault> Optional<F> take(Class<F> kind, Occasion occasion) {
        return take(kind, occasion, _ -> true);
    }

    /// As [#take(Class, Occasion)], for a fault that satisfies more than its kind says.
    ///
    /// What can strike both a command and a message strikes a message only if it was asked to pick
    /// messages; else it has struck the command already.
    public <F extends Fault> Optional<F> take(
            Class<F> kind, Occasion occasion, Predicate<F> wanted) {
        for (Standing one : standing) {
            if (kind.isInstance(one.fault)
                    && wanted.test(kind.cast(one.fault))
                    && one.take(occasion, clock.instant())) {
                return Optional.of(kind.cast(one.fault));
            }
        }
        return Optional.empty();
    }

    /// One fault and how often it happened. May be used from any thread.
    private static final class Standing {

        private final long id;
        private final FaultRequest request;
        private final Fault fault;
        private final Scope scope;
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Long, Integer> takenEach = new HashMap<>();
        private int taken;

        Standing(long id, FaultRequest request, Fault fault, Scope scope) {
            this.id = id;
            this.request = request;
            this.fault = fault;
            this.scope = scope;
        }

        boolean take(Occasion occasion, Instant now) {
            boolean struckBefore =
                    occasion.message().isPresent()
                            && fault instanceof Fault.OfCommand
                            && !scope.isAboutMessages();
            boolean unaskedGreeting =
                    fault instanceof Fault.OfCommand
                            && occasion.command().equals(Occasion.CONNECT)
                            && scope.match().commands().isEmpty();
            if (struckBefore || unaskedGreeting || !scope.covers(occasion, now)) {
                return false;
            }
            lock.lock();
            try {
                return count(occasion);
            } finally {
                lock.unlock();
            }
        }

        private boolean count(Occasion occasion) {
            if (isTakenOften()) {
                return false;
            }
            Optional<Integer> each = scope.limit().each();
            if (each.isPresent()) {
                long message = occasion.message().map(one -> one.identity()).orElse(0L);
                int before = takenEach.getOrDefault(message, 0);
                if (before >= each.get()) {
                    return false;
                }
                takenEach.put(message, before + 1);
            }
            taken++;
            return true;
        }

        boolean isOver(Instant now) {
            boolean late = scope.limit().until().map(end -> !now.isBefore(end)).orElse(false);
            lock.lock();
            try {
                return late || isTakenOften();
            } finally {
                lock.unlock();
            }
        }

        private boolean isTakenOften() {
            return scope.limit().times().map(times -> taken >= times).orElse(false);
        }

        Listed listed() {
            lock.lock();
            try {
                return new Listed(id, request, taken);
            } finally {
                lock.unlock();
            }
        }
    }
}
