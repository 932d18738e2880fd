package dev.postern.account;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/// Checks who signs in. Safe for use by many threads.
public interface Accounts {

    /// Checks a password, counts failures, and remembers the device, let in or not.
    ///
    /// Takes as long for an unknown account as for a known one, and longer after failures; the
    /// delay is in here.
    ///
    /// @param password UTF-8; not kept, and cleared by the caller
    /// @throws IOException if the accounts cannot be read: the peer is told to come back later
    Verdict signIn(Peer peer, String name, byte[] password)
            throws IOException, InterruptedException;

    /// Finds an account by the name of its access key and gives the key, for a sign-in that proves
    /// the key without sending it (the HTTP API's HMAC-SHA256).
    ///
    /// @param name the account's; unknown, disabled and foreign networks are all `Wrong`
    KeyHolder accessKey(Peer peer, String name) throws IOException;

    /// Finds whose access key made a proof, where the request does not say whose it is: the key of
    /// each account that has one is tried, which costs microseconds for each. It lets nobody in:
    /// that is [#accessKey]'s, under the name that was found.
    ///
    /// @param made whether a key made the proof; takes the same time for every key
    /// @return empty if it was nobody's
    Optional<String> keyOwner(Predicate<byte[]> made) throws IOException;

    /// A key to prove, and where to say whether it was proven.
    interface KeyHolder {

        /// The key's octets; of an unknown account a key that nobody has.
        byte[] key();

        /// Tells the outcome, which is counted as a sign-in is.
        Verdict proven(boolean proven) throws IOException, InterruptedException;
    }

    /// Remembers that a device of a trusted network came without signing in.
    void seen(Peer peer);

    /// Remembers that a device was refused before it could hand in a message.
    ///
    /// @param account the one that it signed in with; empty if it did not
    /// @param reason what it was told
    void refused(Peer peer, String account, String reason);
}
