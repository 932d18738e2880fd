package dev.postern.account;

import java.io.IOException;
import java.time.Duration;

/// Checks who opens a mailbox. Safe for use by many threads.
public interface Mailboxes {

    /// Checks a password, counts failures, and remembers the device, let in or not.
    ///
    /// Takes as long for a mailbox that nobody may open as for one that somebody may; the delay
    /// after failures is in here.
    ///
    /// @param user a mailbox's address, then the password of any account will do that may open it;
    ///   or `account/mailbox`
    /// @param password not kept, and cleared by the caller
    /// @throws IOException if the accounts cannot be read: the peer is told to come back later
    Opening open(Peer peer, String user, byte[] password) throws IOException, InterruptedException;

    /// Remembers that a device was refused after it had proven who it is.
    ///
    /// @param reason what it was told
    void refused(Peer peer, String account, String reason);

    /// What came of it.
    sealed interface Opening {

        /// The account may open the mailbox.
        ///
        /// @param mailbox its address
        record Opened(Account account, String mailbox) implements Opening {}

        /// The password is right, and the account may not open this mailbox.
        record NotAllowed(String account) implements Opening {}

        /// As [Verdict.Wrong].
        ///
        /// @param reason for the log
        record Wrong(String reason) implements Opening {}

        /// As [Verdict.LockedOut].
        record LockedOut(Duration patience) implements Opening {}
    }
}
