package dev.postern.lab.mail.fault;

import dev.postern.lab.Gatekeeper.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// To whom a fault happens, and how often.
public record Scope(Match match, Limit limit) {

    /// Everybody, always.
    public static final Scope ALL = new Scope(Match.ANY, Limit.NONE);

    /// True if it picks messages, so that a command as a whole is not meant.
    boolean isAboutMessages() {
        return !match.uids.isEmpty() || limit.each.isPresent() || limit.fresh.isPresent();
    }

    boolean covers(Occasion occasion, Instant now) {
        return (occasion.message().isPresent() || !isAboutMessages())
                && match.covers(occasion)
                && limit.allows(occasion, now);
    }

    /// What an occasion must be like.
    ///
    /// @param commands verbs in capitals; empty for every command
    /// @param uids of messages; empty for every message. With UIDs a fault strikes only where a
    ///   server handles one message
    public record Match(
            Optional<Protocol> protocol,
            Optional<String> mailbox,
            Set<String> commands,
            Set<Long> uids) {

        public static final Match ANY =
                new Match(Optional.empty(), Optional.empty(), Set.of(), Set.of());

        public Match {
            mailbox = mailbox.map(address -> address.toLowerCase(Locale.ROOT));
            commands =
                    commands.stream()
                            .map(verb -> verb.toUpperCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet());
            uids = Set.copyOf(uids);
        }

        private boolean covers(Occasion occasion) {
            return protocol.map(one -> one == occasion.protocol()).orElse(true)
                    && mailbox.map(one -> one.equalsIgnoreCase(occasion.mailbox())).orElse(true)
                    && (commands.isEmpty() || commands.contains(occasion.command()))
                    && (uids.isEmpty()
                            || occasion.message()
                                    .map(message -> uids.contains(message.uid()))
                                    .orElse(false));
        }
    }

    /// When a fault has happened often enough.
    ///
    /// @param times in all
    /// @param each for each message
    /// @param until not from this moment on
    /// @param fresh only to messages that came less than so long ago
    public record Limit(
            Optional<Integer> times,
            Optional<Integer> each,
            Optional<Instant> until,
            Optional<Duration> fresh) {

        public static final Limit NONE =
                new Limit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private boolean allows(Occasion occasion, Instant now) {
            return until.map(now::isBefore).orElse(true)
                    && fresh.map(age -> isFresh(occasion, now, age)).orElse(true);
        }

        private static boolean isFresh(Occasion occasion, Instant now, Duration age) {
            return occasion.message()
                    .map(message -> now.isBefore(message.arrived().plus(age)))
                    .orElse(false);
        }
    }
}
