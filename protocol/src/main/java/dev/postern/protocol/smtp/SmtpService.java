package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Credentials;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLSession;

/// What a server does for one client: the decisions behind a [ServerSession], which knows the
/// protocol and nothing else.
///
/// One for each session, called on the session's thread alone and allowed to block. Of the replies
/// it gives, a positive one accepts, every other refuses, and 421 also ends the session. What it
/// throws ends the session with `421 4.3.0`.
public interface SmtpService {

    /// The client has introduced itself, for the first time or anew; what it said before is void,
    /// but for having signed in.
    ///
    /// @param name as it was given: any printable text
    /// @param extended whether by EHLO
    default void introduced(String name, boolean extended) {}

    /// The connection is secured from now on.
    default void secured(SSLSession session) {}

    /// The client wants to sign in.
    ServerReply authenticate(Credentials credentials);

    /// A message begins.
    ///
    /// @param sender empty for the null reverse-path
    /// @param size what the client says it will be (RFC 1870), within what is announced
    ServerReply mail(Optional<AddrSpec> sender, Envelope.Options options, OptionalLong size);

    /// It is to go to this recipient as well.
    ServerReply recipient(Recipient recipient);

    /// Its content is about to come.
    Opening data(Envelope envelope);

    /// Whether a message is taken.
    sealed interface Opening {

        /// Let it come.
        record Taken(Incoming incoming) implements Opening {}

        /// Not this one, or not now.
        record Refused(ServerReply reply) implements Opening {}
    }
}
