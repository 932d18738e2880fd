package dev.postern.protocol.mail;

import java.util.List;
import java.util.Optional;

/// Who sends a message, and to whom it goes (RFC 5321 §2.3.1): not a word of it is in the message.
///
/// @param sender the reverse-path; empty for the null one (RFC 5321 §4.5.5), to which nothing is
///   ever reported
/// @param recipients at least one, in the order given
/// @param options what came with MAIL FROM
public record Envelope(Optional<AddrSpec> sender, List<Recipient> recipients, Options options) {

    /// Parameters of MAIL FROM that travel with the message.
    ///
    /// @param envelopeId ENVID as it was given, still in xtext (RFC 3461 §4.4)
    /// @param returned what of the message a failure report brings back (RFC 3461 §4.3); empty if
    ///   the sender did not say
    /// @param eightBit whether the message has octets above 127 (BODY=8BITMIME, RFC 6152)
    /// @param utf8 whether its header fields have (SMTPUTF8, RFC 6531)
    public record Options(
            Optional<String> envelopeId,
            Optional<Returned> returned,
            boolean eightBit,
            boolean utf8) {

        /// A message that asks for nothing.
        public static final Options NONE =
                new Options(Optional.empty(), Optional.empty(), false, false);
    }

    /// What of the message a failure report brings back (RFC 3461 §4.3).
    public enum Returned {
        /// RET=FULL
        FULL,
        /// RET=HDRS
        HEADERS
    }

    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope needs a recipient");
        }
    }

    /// The same, to these recipients only.
    public Envelope to(List<Recipient> some) {
        return new Envelope(sender, some, options);
    }
}
