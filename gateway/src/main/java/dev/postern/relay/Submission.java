package dev.postern.relay;

import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import java.util.Optional;

/// Who hands in what.
///
/// @param account empty if nobody signed in
/// @param sender the reverse-path as it was given
/// @param envelope with the reverse-path that the message goes on with
record Submission(
        SenderPolicy policy,
        String account,
        Peer peer,
        Optional<AddrSpec> sender,
        Envelope envelope) {}
