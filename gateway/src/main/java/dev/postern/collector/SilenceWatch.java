package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Notices that a mailbox has not been collected for too long, whatever the reason: silence is the
/// worst failure.
///
/// It looks at what the collectors have achieved and not at what they try, so that one that hangs
/// is noticed as well as one that is refused. May be called from any thread.
final class SilenceWatch {

    private final Events events;
    private final InstantSource clock;

    SilenceWatch(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /// Raises or clears the mailbox's alarm. Whoever listens to events takes care that it is told
    /// once.
    void look(MailboxPlan plan, MailboxStatus status) {
        String subject = MailboxAlarms.silent(plan.name());
        if (!silent(plan, status)) {
            events.report(new Event.AlarmCleared(subject));
            return;
        }
        Duration silence = Duration.between(status.silentSince(), clock.instant());
        events.report(
                new Event.AlarmRaised(
                        subject,
                        "No visit to mailbox %s has succeeded for %s. %s"
                                .formatted(
                                        plan.name(),
                                        words(silence),
                                        status.trouble()
                                                .map(trouble ->
                                                        "The last one failed: %s; `postern check %s` tells more."
                                                                .formatted(trouble, plan.name()))
                                                .orElse(
                                                        "The visit that is going on does not end."))));
    }

    /// Whether it is too long since a visit succeeded.
    boolean silent(MailboxPlan plan, MailboxStatus status) {
        Instant limit = status.silentSince().plus(plan.rhythm().silentAfter());
        return clock.instant().isAfter(limit);
    }

    private static String words(Duration silence) {
        long minutes = silence.toMinutes();
        return minutes < 1
                ? silence.toSeconds() + " s"
                : minutes < 120 ? minutes + " minutes" : silence.toHours() + " hours";
    }
}
