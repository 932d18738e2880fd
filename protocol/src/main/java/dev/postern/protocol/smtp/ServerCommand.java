package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client can say.
sealed interface ServerCommand {

    record Ehlo(String name) implements ServerCommand {}

    record Helo(String name) implements ServerCommand {}

    record StartTls() implements ServerCommand {}

    /// @param initial the initial response in base64, or `=` for an empty one (RFC 4954 §4)
    record Auth(String mechanism, Optional<String> initial) implements ServerCommand {}

    record Mail(Optional<AddrSpec> sender, Envelope.Options options, OptionalLong size)
            implements ServerCommand {}

    record Rcpt(Recipient recipient) implements ServerCommand {}

    record Data() implements ServerCommand {}

    /// A chunk whose octets follow at once (RFC 3030 §2).
    record Bdat(long size, boolean last) implements ServerCommand {}

    record Rset() implements ServerCommand {}

    record Noop() implements ServerCommand {}

    record Vrfy() implements ServerCommand {}

    record Help() implements ServerCommand {}

    record Quit() implements ServerCommand {}

    /// A line that is no command we do, and what is to be said to that.
    record Bad(ServerReply reply) implements ServerCommand {}

    /// A line after which nobody knows where the next begins, or that comes from somebody who
    /// speaks another protocol: the session ends.
    record Fatal(ServerReply reply) implements ServerCommand {}
}
