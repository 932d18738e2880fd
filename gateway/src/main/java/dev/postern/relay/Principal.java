package dev.postern.relay;

import dev.postern.account.Account;
import dev.postern.account.SenderPolicy;

/// On whose behalf a message is handed in.
public sealed interface Principal {

    /// As whom it may send.
    SenderPolicy policy();

    /// An account that signed in.
    record Known(Account account) implements Principal {
        @Override
        public SenderPolicy policy() {
            return account.policy();
        }
    }

    /// Somebody in a network that a listener trusts.
    ///
    /// @param network for people: `10.20.0.0/16`
    record Trusted(String network, SenderPolicy policy) implements Principal {}

    /// A person or a script on this machine who may write to the store: `postern send`.
    ///
    /// @param user the operating system's name of it
    record Local(String user, SenderPolicy policy) implements Principal {}
}
