package dev.postern.collector;

import dev.postern.queue.Ledger;
import java.time.Duration;
import java.util.List;

/// What is to be done with one mailbox.
///
/// @param name the entry's name in the settings
/// @param address the mailbox's address: who the sign-in names, and whose ledger it is
/// @param folder the folder to collect from; `INBOX` for POP3
/// @param after what happens on the server to a message that is safe here
/// @param start what a first visit takes
/// @param destinations names of the destinations each message goes to
/// @param rhythm when to visit
/// @param bounds how far one visit goes
public record MailboxPlan(
        String name,
        String address,
        String folder,
        After after,
        Start start,
        List<String> destinations,
        Rhythm rhythm,
        Bounds bounds) {

    public MailboxPlan {
        destinations = List.copyOf(destinations);
    }

    /// What happens on the server to a message once it is committed here.
    public sealed interface After {

        /// Deleted and expunged.
        record Delete() implements After {}

        /// Marked `\Seen`.
        record Seen() implements After {}

        /// Left as it is.
        record Keep() implements After {}

        /// Moved into another folder, which is made if it does not exist.
        record MoveTo(String folder) implements After {}
    }

    /// What a first visit takes.
    public enum Start {
        /// All messages that are there.
        ALL,
        /// Only those that come from then on.
        NOW
    }

    /// When to visit.
    ///
    /// @param every from the start of one round to the start of the next
    /// @param idle whether to wait for mail by IMAP IDLE in between
    /// @param silentAfter how long without a successful round until a person is told
    public record Rhythm(Duration every, boolean idle, Duration silentAfter) {}

    /// How far one visit goes.
    ///
    /// @param messagesMax messages taken in one visit; the rest is left for the next
    /// @param visitMax the whole visit, fetching included
    /// @param attemptsMax failed fetches of one message until it is parked
    public record Bounds(int messagesMax, Duration visitMax, int attemptsMax) {

        /// The wait after a message's n-th failed fetch: 2 s, 6 s, 18 s … up to an hour.
        ///
        /// Exchange announces messages that it can serve only seconds later, so the first waits are
        /// short; what fails for longer is broken or held back by a scanner.
        ///
        /// @param attempts failed fetches so far, at least 1
        Duration waitAfter(int attempts) {
            double seconds = 2 * Math.pow(3, Math.min(attempts, 12) - 1.0);
            return Duration.ofSeconds((long) Math.min(seconds, 3600));
        }

        /// Whether the message of this entry has had its tries.
        boolean exhausted(Ledger.Entry entry) {
            return entry.attempts() >= attemptsMax;
        }
    }
}
