package dev.postern.account;

import java.time.Duration;

/// What came of a sign-in. Whoever is not let in learns no more than that.
public sealed interface Verdict {

    /// The password is right, and the account may be used from there.
    record Welcome(Account account) implements Verdict {}

    /// Unknown account, wrong password, disabled, or not from this network: the peer cannot tell
    /// which, and each takes the same time.
    ///
    /// @param reason for the log
    record Wrong(String reason) implements Verdict {}

    /// Too many failures from there, or for this account.
    ///
    /// @param patience how long nothing is checked any more
    record LockedOut(Duration patience) implements Verdict {}
}
