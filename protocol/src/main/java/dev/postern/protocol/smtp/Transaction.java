package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Recipient;
import java.io.IOException;
import java.util.List;

/// What came of one mail transaction (RFC 5321 §3.3).
///
/// @param end what became of the message, for all recipients that were not refused
/// @param refused the recipients whom the server refused, each with its reason
/// @param dsn whether the server took over what the sender wishes to hear (RFC 3461 §5.2.1); if
///   not, a wish for news of success is for whoever sends to fulfil (RFC 3461 §5.2.2)
public record Transaction(End end, List<RefusedRecipient> refused, boolean dsn) {

    /// A recipient for whom the server does not take the message.
    ///
    /// @param reply to RCPT, or ours where the address could not even be sent
    public record RefusedRecipient(Recipient recipient, Reply reply) {}

    /// How far a transaction came.
    public enum Stage {
        /// MAIL: the sender.
        MAIL,
        /// RCPT: the session ended there, not the recipient alone.
        RCPT,
        /// DATA, before anything of the message was sent.
        DATA,
        /// The message itself; the reply to its final dot, usually.
        CONTENT
    }

    /// What became of the message.
    public sealed interface End {

        /// The server took responsibility (RFC 5321 §4.2.5).
        record Accepted(Reply reply) implements End {}

        /// The server took it for nobody.
        record Refused(Stage stage, Reply reply) implements End {}

        /// Every recipient was refused, so it was not sent.
        record NobodyLeft() implements End {}

        /// All of it was sent, and the reply to it did not come: perhaps the server took it, and
        /// whoever sends it again perhaps sends it twice (RFC 5321 §4.5.3.2.6, RFC 1047). The
        /// session is over.
        record Unheard(IOException cause) implements End {}

        /// The server does not offer what the message needs, so nothing was said.
        ///
        /// @param status why, as for a report
        /// @param reason the same in words
        record Unsuitable(EnhancedStatus status, String reason) implements End {}
    }

    public Transaction {
        refused = List.copyOf(refused);
    }
}
