package dev.postern.config;

import java.time.Duration;
import java.util.List;

/// One mailbox that is collected.
///
/// @param tenant name of the [Tenant] whose application signs in
/// @param idle whether to keep a connection open and be told of new mail (IMAP IDLE, RFC 2177)
/// @param to names of [Destination]s; each gets every message
public record Collect(
        @Setting(value = "The mailbox's address.", example = "razr@example.cz")
                EmailAddress mailbox,
        @Setting(
                        value = "The tenant whose application signs in.",
                        refersTo = "tenants",
                        example = "szr")
                String tenant,
        @Setting(value = "How messages are fetched.", otherwise = "imap") Protocol protocol,
        @Setting(
                        value = "The time from the start of one visit to the start of the next.",
                        otherwise = "5m",
                        min = "10s",
                        max = "7d")
                Duration every,
        @Setting(
                        value =
                                "IMAP only: keeps a connection open and fetches new mail at once,"
                                        + " without waiting for the next round. The rounds go on all"
                                        + " the same.",
                        otherwise = "false")
                boolean idle,
        @Setting(
                        value = "The folder that is collected; POP3 has only `INBOX`.",
                        otherwise = "INBOX")
                String folder,
        @Setting(
                        value = "What becomes of a message in the mailbox once Postern has it.",
                        otherwise = "keep")
                After after,
        @Setting(
                        value =
                                "The destinations; each gets every message. A list, or just one"
                                        + " name.",
                        refersTo = "destinations",
                        oneWillDo = true,
                        example = "razr-inbox")
                List<String> to,
        @Setting(
                        value =
                                "What the very first visit takes: `all` messages, or, with `now`,"
                                        + " only those that come from then on.",
                        otherwise = "all")
                Start start,
        @Setting(value = "Bounds of a visit.", otherwise = "{}") Limits limits) {

    public Collect {
        to = List.copyOf(to);
    }

    /// How messages are fetched.
    public enum Protocol {
        IMAP,
        POP3
    }

    /// What the very first visit takes.
    public enum Start {
        ALL,
        NOW
    }

    /// What becomes of a message in the mailbox once Postern has it.
    public sealed interface After {

        /// It is deleted.
        @Alternative("Deletes it.")
        record Delete() implements After {}

        /// It is marked as seen.
        @Alternative("Marks it as seen (IMAP only).")
        record Seen() implements After {}

        /// It is left as it is.
        @Alternative("Leaves it as it is; Postern remembers that it has it.")
        record Keep() implements After {}

        /// It is moved to another folder.
        @Alternative(under = "move", value = "Moves it to another folder (IMAP only).")
        record Move(@Setting(value = "The folder.", example = "Processed") String folder)
                implements After {}
    }

    /// Bounds of a visit, and of patience.
    ///
    /// @param attempts visits that may fail on one message before it is parked
    /// @param silentRounds rounds without a visit that succeeds before a person is told
    public record Limits(
            @Setting(
                            value = "Messages taken in one visit; the rest waits for the next.",
                            otherwise = "5000",
                            min = "1",
                            max = "1000000")
                    int messagesPerVisit,
            @Setting(
                            value =
                                    "Attempts to fetch one message before it is parked and a person"
                                            + " is told.",
                            otherwise = "10",
                            min = "1",
                            max = "100")
                    int attempts,
            @Setting(
                            value =
                                    "Rounds (`every`) without a successful visit before a person is"
                                            + " told.",
                            otherwise = "6",
                            min = "1",
                            max = "10000")
                    int silentRounds,
            @Setting(
                            value =
                                    "The longest a visit may take; the next one goes on from there.",
                            otherwise = "30m",
                            min = "10s",
                            max = "1d")
                    Duration visitTime,
            @Setting(
                            value =
                                    "Connections to the mailbox at the same time. Microsoft's limit"
                                            + " is not published; more than 3 is not advised.",
                            otherwise = "1",
                            min = "1",
                            max = "8")
                    int connections) {}
}
