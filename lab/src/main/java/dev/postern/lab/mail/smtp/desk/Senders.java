package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.RollingCount;
import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What mailboxes have sent so far, as far as Exchange limits it. May be used from any thread.
public final class Senders {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ConcurrentMap<String, Sender> senders = new ConcurrentHashMap<>();

    /// The account of this mailbox.
    Sender of(String mailbox) {
        return senders.computeIfAbsent(mailbox.toLowerCase(Locale.ROOT), _ -> new Sender());
    }

    /// The most submissions this mailbox ever had at one time.
    public int most(String mailbox) {
        return of(mailbox).most();
    }

    /// One mailbox. May be used from any thread.
    static final class Sender {

        private final Guard guard = new Guard();
        private final Deque<Instant> slots = new ArrayDeque<>();
        private final RollingCount recipients = new RollingCount(DAY);
        private int open;
        private int most;

        /// A submission begins.
        void begin() {
            guard.step(() -> {
                open++;
                most = Math.max(most, open);
                return open;
            });
        }

        /// A submission has ended.
        void end() {
            guard.step(() -> --open);
        }

        /// How many submissions there are now.
        int open() {
            return guard.step(() -> open);
        }

        int most() {
            return guard.step(() -> most);
        }

        /// Gives a message its place in the queue; how long it waits for that.
        Duration place(Instant now, int perMinute) {
            return guard.step(() -> {
                Instant slot = now;
                while (slots.size() >= perMinute) {
                    Instant free = slots.removeFirst().plus(MINUTE);
                    slot = free.isAfter(slot) ? free : slot;
                }
                slots.addLast(slot);
                return Duration.between(now, slot);
            });
        }

        /// Counts recipients, unless the day has had too many.
        boolean spend(Instant now, int count, int perDay) {
            return guard.step(() -> recipients.add(now, count, perDay));
        }
    }
}
