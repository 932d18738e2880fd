package dev.postern.account;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Counts what fails, and says who is locked out; the rules are [LockOut]'s. Safe for use by many
/// threads.
final class Guard {

    private final Failures both;
    private final Failures byAddress;
    private final Failures byAccount;
    private final DeviceMemory devices;
    private final Events events;

    Guard(LockOut rules, DeviceMemory devices, Events events, InstantSource clock) {
        this.both = new Failures(rules.both(), clock);
        this.byAddress = new Failures(rules.address(), clock);
        this.byAccount = new Failures(rules.account(), clock);
        this.devices = devices;
        this.events = events;
    }

    /// How long nothing of this attempt is checked; empty if it is.
    Optional<Duration> locked(Attempt attempt) {
        Optional<Duration> own = both.locked(pair(attempt));
        if (own.isPresent() || isFamiliar(attempt)) {
            return own;
        }
        return byAddress.locked(attempt.household()).or(() -> byAccount.locked(attempt.key()));
    }

    /// Counts a failure.
    ///
    /// @return how many there were in a row
    int failed(Attempt attempt) {
        Failures.Failure own = both.failed(pair(attempt));
        String who = attempt.shown().isEmpty() ? "an account" : "account " + attempt.shown();
        report(who + " from " + attempt.household(), own);
        report("address " + attempt.household(), byAddress.failed(attempt.household()));
        if (!isFamiliar(attempt)) {
            report(who + " from new addresses", byAccount.failed(attempt.key()));
        }
        return own.failures();
    }

    private void report(String subject, Failures.Failure failure) {
        Optional<Instant> until = failure.lockedUntil();
        until.ifPresent(
                end -> events.report(new Event.LockedOut(subject, failure.failures(), end)));
    }

    void succeeded(Attempt attempt) {
        both.succeeded(pair(attempt));
    }

    private boolean isFamiliar(Attempt attempt) {
        return attempt.accounts().stream()
                .anyMatch(one -> devices.isFamiliar(Attempt.key(one.name()), attempt.address()));
    }

    private static String pair(Attempt attempt) {
        return attempt.key() + '\n' + attempt.household();
    }
}
