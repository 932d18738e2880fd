package dev.postern.account;

import dev.postern.protocol.mail.AddrSpec;
import java.util.Optional;

/// The memory of devices: who came from where, how, and as which sender.
///
/// A device is an account (or none), an address and the name that it calls itself by. Nothing here
/// blocks or fails: what is told is kept in bounded memory and written behind. Safe for use by many
/// threads.
public interface Devices {

    /// Remembers nothing.
    Devices NONE =
            new Devices() {
                @Override
                public void came(Peer peer, String account) {}

                @Override
                public void sent(Peer peer, String account, Optional<AddrSpec> sender) {}

                @Override
                public void refused(Peer peer, String account, String reason) {}
            };

    /// It signed in, or came without that from a trusted network.
    ///
    /// @param account empty without a sign-in
    void came(Peer peer, String account);

    /// A message of it was accepted.
    ///
    /// @param sender the reverse-path as the device gave it; empty for the null one
    void sent(Peer peer, String account, Optional<AddrSpec> sender);

    /// Something of it was refused.
    ///
    /// @param account the one that it signed in with, or tried to
    void refused(Peer peer, String account, String reason);
}
