package dev.postern.delivery;

import static java.time.temporal.ChronoUnit.MINUTES;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps each sender's mailbox below what it may send, so that the server never has to.
///
/// What was sent is remembered in memory only: after a restart a mailbox may send a day's
/// recipients again, and then the server says so. Safe for use by many threads.
public final class MailboxAllowances {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Recipients are counted by the minute, and none is forgotten too early.
    private static final Duration DAY = Duration.ofDays(1).plus(MINUTE);

    /// Whoever waits for another hand-over to end asks again soon.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Those that were not used for longest are forgotten, if they are not in use.
    private static final int MAILBOXES_MAX = 10_000;

    /// What one mailbox may send.
    ///
    /// @param connections at the same time
    /// @param messagesPerMinute in any 60 seconds
    /// @param recipientsPerDay in any 24 hours
    public record Allowance(int connections, int messagesPerMinute, long recipientsPerDay) {

        /// Exchange Online's limits of a mailbox by SMTP.
        public static final Allowance EXCHANGE = new Allowance(3, 30, 10_000);

        /// Those by Graph: four requests of an application at the same time.
        public static final Allowance GRAPH = new Allowance(4, 30, 10_000);

        public Allowance {
            if (connections < 1 || messagesPerMinute < 1 || recipientsPerDay < 1) {
                throw new IllegalArgumentException("a mailbox that may send nothing");
            }
        }
    }

    /// Whether a message may be sent now.
    public sealed interface Permit {

        /// It may; [#done] is to be called afterwards.
        record Granted() implements Permit {}

        /// Not before so much time has passed.
        record Wait(String reason, Duration patience) implements Permit {}
    }

    private record Used(Instant at, int recipients) {}

    private static final class Mailbox {
        private final Deque<Used> minute = new ArrayDeque<>();
        private final Deque<Used> day = new ArrayDeque<>();
        private long recipients;
        private int inHand;
    }

    private final Allowance allowance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>(16, 0.75f, true);

    /// @param allowance of each mailbox
    public MailboxAllowances(Allowance allowance) {
        this.allowance = allowance;
    }

    /// Counts a message, unless it would be too much.
    public Permit take(String name, int recipients, Instant now) {
        lock.lock();
        try {
            Mailbox mailbox = mailboxes.computeIfAbsent(name, _ -> new Mailbox());
            forgetOthers();
            expire(mailbox, now);
            Permit permit = permit(name, mailbox, recipients, now);
            if (permit instanceof Permit.Granted) {
                mailbox.minute.add(new Used(now, recipients));
                mailbox.day.add(new Used(now, recipients + lastMinute(mailbox, now)));
                mailbox.recipients += recipients;
                mailbox.inHand++;
            }
            return permit;
        } finally {
            lock.unlock();
        }
    }

    /// Takes out what the day has of this minute.
    private static int lastMinute(Mailbox mailbox, Instant now) {
        Used last = mailbox.day.peekLast();
        return last != null && last.at().truncatedTo(MINUTES).equals(now.truncatedTo(MINUTES))
                ? mailbox.day.removeLast().recipients()
                : 0;
    }

    private Permit permit(String name, Mailbox mailbox, int recipients, Instant now) {
        if (mailbox.inHand >= allowance.connections()) {
            return new Permit.Wait(
                    name + " is sending " + mailbox.inHand + " messages, which is its limit", SOON);
        }
        if (mailbox.minute.size() >= allowance.messagesPerMinute()) {
            return new Permit.Wait(
                    name + " has sent its messages of this minute",
                    until(mailbox.minute.getFirst().at().plus(MINUTE), now));
        }
        // A message with more recipients than a day has could never go otherwise.
        boolean much = mailbox.recipients + recipients > allowance.recipientsPerDay();
        if (much && !mailbox.day.isEmpty()) {
            return new Permit.Wait(
                    name + " has sent to its recipients of this day",
                    until(mailbox.day.getFirst().at().plus(DAY), now));
        }
        return new Permit.Granted();
    }

    private static Duration until(Instant moment, Instant now) {
        return Duration.between(now, moment);
    }

    /* A moment in the future means that the clock was set back: it must not block for long. */
    private static void expire(Mailbox mailbox, Instant now) {
        while (!mailbox.minute.isEmpty() && over(mailbox.minute.getFirst(), MINUTE, now)) {
            mailbox.minute.removeFirst();
        }
        while (!mailbox.day.isEmpty() && over(mailbox.day.getFirst(), DAY, now)) {
            mailbox.recipients -= mailbox.day.removeFirst().recipients();
        }
    }

    private static boolean over(Used used, Duration window, Instant now) {
        return !used.at().plus(window).isAfter(now) || used.at().isAfter(now);
    }

    private void forgetOthers() {
        if (mailboxes.size() > MAILBOXES_MAX) {
            mailboxes.entrySet().stream()
                    .filter(entry -> entry.getValue().inHand == 0)
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .ifPresent(mailboxes::remove);
        }
    }

    /// The hand-over of a message that was granted has ended.
    public void done(String name) {
        lock.lock();
        try {
            Mailbox mailbox = mailboxes.get(name);
            if (mailbox != null) {
                mailbox.inHand--;
            }
        } finally {
            lock.unlock();
        }
    }
}
