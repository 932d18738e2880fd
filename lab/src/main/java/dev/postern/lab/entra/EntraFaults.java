package dev.postern.lab.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The faults the token endpoint has yet to show. Any thread may plan and clear.
///
/// Each request takes the first fault of the plan; one that has been shown as often as planned
/// leaves it.
public final class EntraFaults {

    /// Shown until cleared.
    public static final int ALWAYS = 0;

    private static final int PLANNED_MAX = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Planned> plan = new ArrayList<>();

    /// A fault and how often it will still be shown; [#ALWAYS] for until it is cleared.
    public record Planned(EntraFault fault, int times) {

        public Planned {
            if (times < 0) {
                throw new IllegalArgumentException(
                        "a fault is shown " + ALWAYS + " (always) or more times, not " + times);
            }
        }
    }

    /// Adds to the end of the plan.
    public void add(EntraFault fault, int times) {
        Planned planned = new Planned(fault, times);
        lock.lock();
        try {
            if (plan.size() == PLANNED_MAX) {
                throw new IllegalStateException(
                        "there are " + PLANNED_MAX + " faults planned already; clear some");
            }
            plan.add(planned);
        } finally {
            lock.unlock();
        }
    }

    /// Adds a fault for the next request alone.
    public void once(EntraFault fault) {
        add(fault, 1);
    }

    /// What is still to come, next first.
    public List<Planned> planned() {
        lock.lock();
        try {
            return List.copyOf(plan);
        } finally {
            lock.unlock();
        }
    }

    /// Lets the endpoint be well.
    public void clear() {
        lock.lock();
        try {
            plan.clear();
        } finally {
            lock.unlock();
        }
    }

    Optional<EntraFault> take() {
        lock.lock();
        try {
            if (plan.isEmpty()) {
                return Optional.empty();
            }
            Planned next = plan.getFirst();
            if (next.times() == 1) {
                plan.removeFirst();
            } else if (next.times() != ALWAYS) {
                plan.set(0, new Planned(next.fault(), next.times() - 1));
            }
            return Optional.of(next.fault());
        } finally {
            lock.unlock();
        }
    }
}
