package dev.postern.relay;

import dev.postern.account.AddressPattern;
import java.util.List;

/// Which messages go which way.
///
/// @param when what must be true of message and recipient
/// @param to names of destinations, at least one, each once: the next is used when the one before
///   does not work
public record Route(When when, List<String> to) {

    public Route {
        to = List.copyOf(to);
    }

    /// A condition. What is empty is true of all.
    ///
    /// @param senders of the reverse-path; the null one is matched by `*` alone
    /// @param recipients of the recipient
    /// @param accounts names of accounts that signed in; case does not count
    /// @param size of the whole message
    public record When(
            List<AddressPattern> senders, Recipients recipients, List<String> accounts, Size size) {

        /// True of all.
        public static final When ALWAYS = new When(List.of(), Recipients.ALL, List.of(), Size.ANY);

        public When {
            senders = List.copyOf(senders);
            accounts = List.copyOf(accounts);
        }
    }

    /// Some recipients.
    ///
    /// @param patterns one of which matches
    /// @param internal whether those in the internal domains are meant as well
    public record Recipients(List<AddressPattern> patterns, boolean internal) {

        public static final Recipients ALL = new Recipients(List.of(), false);

        /// As the settings have it: patterns, and `internal` for the internal domains.
        public static Recipients of(List<String> words) {
            return new Recipients(
                    words.stream()
                            .filter(word -> !word.equals("internal"))
                            .map(AddressPattern::new)
                            .toList(),
                    words.contains("internal"));
        }

        public Recipients {
            patterns = List.copyOf(patterns);
        }

        boolean all() {
            return patterns.isEmpty() && !internal;
        }
    }

    /// Octets of a message.
    ///
    /// @param over more than so many
    /// @param upTo at most so many
    public record Size(long over, long upTo) {

        public static final Size ANY = new Size(-1, Long.MAX_VALUE);

        boolean holds(long octets) {
            return octets > over && octets <= upTo;
        }
    }
}
