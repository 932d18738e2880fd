package dev.postern.collector;

import java.time.Instant;
import java.util.Optional;

/// How one mailbox is doing.
///
/// @param name the entry's name in the settings
/// @param activity what is going on now
/// @param since when the collector began with this mailbox
/// @param lastSuccess when the last visit that came to its end did so
/// @param lastReport what that visit did
/// @param trouble why the last visit failed; empty after a success
/// @param failures visits that failed in a row
/// @param next when the next visit is due
public record MailboxStatus(
        String name,
        Activity activity,
        Instant since,
        Optional<Instant> lastSuccess,
        Optional<VisitReport> lastReport,
        Optional<String> trouble,
        int failures,
        Instant next) {

    /// What is going on with a mailbox.
    public enum Activity {
        /// Between two visits, not connected.
        WAITING,
        /// Between two visits, listening for news by IMAP IDLE.
        LISTENING,
        /// Visiting.
        VISITING,
        /// No longer collected.
        STOPPED
    }

    /// Since when no visit succeeded.
    Instant silentSince() {
        return lastSuccess.orElse(since);
    }

    MailboxStatus now(Activity activity) {
        return new MailboxStatus(
                name, activity, since, lastSuccess, lastReport, trouble, failures, next);
    }

    MailboxStatus dueAt(Instant next) {
        return new MailboxStatus(
                name, activity, since, lastSuccess, lastReport, trouble, failures, next);
    }

    MailboxStatus succeeded(Instant at, VisitReport report, Instant next) {
        return new MailboxStatus(
                name,
                Activity.WAITING,
                since,
                Optional.of(at),
                Optional.of(report),
                Optional.empty(),
                0,
                next);
    }

    MailboxStatus failed(String reason, Instant next) {
        return new MailboxStatus(
                name,
                Activity.WAITING,
                since,
                lastSuccess,
                lastReport,
                Optional.of(reason),
                failures + 1,
                next);
    }
}
