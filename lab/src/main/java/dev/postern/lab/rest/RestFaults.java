package dev.postern.lab.rest;

import dev.postern.lab.mail.store.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The faults a REST service has yet to show. Any thread may plan and clear.
///
/// A request takes the first fault of the plan that is for its operation; one that has been shown
/// as often as planned leaves it.
public final class RestFaults {

    /// Shown until cleared.
    public static final int ALWAYS = 0;

    /// For whatever a client asks.
    public static final String ANY = "";

    private static final int PLANNED_MAX = 1000;

    private final Guard guard = new Guard();
    private final List<Planned> plan = new ArrayList<>();

    /// A fault.
    ///
    /// @param operation which requests it is for, [#ANY] for all
    /// @param times how often it will still be shown; [#ALWAYS] for until it is cleared
    public record Planned(RestFault fault, String operation, int times) {

        public Planned {
            if (times < 0) {
                throw new IllegalArgumentException(
                        "a fault is shown " + ALWAYS + " (always) or more times, not " + times);
            }
        }

        private boolean isFor(String asked) {
            return operation.equals(ANY) || operation.equals(asked);
        }
    }

    /// Adds to the end of the plan.
    public void add(Planned planned) {
        boolean added = guard.step(() -> plan.size() < PLANNED_MAX && plan.add(planned));
        if (!added) {
            throw new IllegalStateException(
                    "there are " + PLANNED_MAX + " faults planned already; clear some");
        }
    }

    /// Adds a fault for the next request alone.
    public void once(RestFault fault) {
        add(new Planned(fault, ANY, 1));
    }

    /// What is still to come, next first.
    public List<Planned> planned() {
        return guard.step(() -> List.copyOf(plan));
    }

    /// Lets the service be well.
    public void clear() {
        guard.step(() -> plan.removeAll(List.copyOf(plan)));
    }

    Optional<RestFault> take(String operation) {
        return guard.step(() -> {
            for (int i = 0; i < plan.size(); i++) {
                Planned next = plan.get(i);
                if (next.isFor(operation)) {
                    shown(i, next);
                    return Optional.of(next.fault());
                }
            }
            return Optional.empty();
        });
    }

    private void shown(int index, Planned planned) {
        if (planned.times() == 1) {
            plan.remove(index);
        } else if (planned.times() != ALWAYS) {
            plan.set(index, new Planned(planned.fault(), planned.operation(), planned.times() - 1));
        }
    }
}
