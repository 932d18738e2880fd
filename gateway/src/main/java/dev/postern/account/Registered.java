package dev.postern.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An account as it is in the store.
///
/// @param name unlike that of all others, whatever their case
/// @param enabled whether it may be used
/// @param rights what it may do
/// @param secrets how it proves that it is the one
/// @param lastUsed when it was last let in; written behind, so it may be some seconds old
public record Registered(
        String name,
        boolean enabled,
        Rights rights,
        Secrets secrets,
        Instant created,
        Optional<Instant> lastUsed) {

    /// What an account may do.
    ///
    /// @param mailboxes addresses that it may open through the proxy
    /// @param networks from where it may be used; empty for everywhere
    /// @param messagesPerMinute [Integer#MAX_VALUE] for no limit
    public record Rights(
            SenderPolicy policy,
            List<String> mailboxes,
            List<Network> networks,
            int messagesPerMinute) {

        public Rights {
            mailboxes = List.copyOf(mailboxes);
            networks = List.copyOf(networks);
        }
    }

    /// How an account proves that it is the one.
    ///
    /// @param passwords any of which is right; all of one salt
    /// @param accessKey what makes its access key another than that of a former account of this
    ///   name; empty if it has none
    public record Secrets(List<PasswordHash> passwords, Optional<String> accessKey) {

        public static final Secrets NONE = new Secrets(List.of(), Optional.empty());

        public Secrets {
            passwords = List.copyOf(passwords);
        }
    }

    Registered may(Rights others) {
        return new Registered(name, enabled, others, secrets, created, lastUsed);
    }

    Registered with(Secrets others) {
        return new Registered(name, enabled, rights, others, created, lastUsed);
    }

    Registered enabled(boolean now) {
        return new Registered(name, now, rights, secrets, created, lastUsed);
    }

    /// As those see it who let it in.
    Account account() {
        return new Account(name, rights.mailboxes(), rights.policy(), rights.messagesPerMinute());
    }
}
