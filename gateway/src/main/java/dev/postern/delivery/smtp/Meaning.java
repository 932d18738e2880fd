package dev.postern.delivery.smtp;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.Transaction.Stage;
import dev.postern.protocol.wire.BackOff;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server means by a negative reply to a message or to its envelope.
///
/// This is the one place that knows replies. It goes by the enhanced status code where that says
/// more than the three digits, as Microsoft's do, and looks into the words only for single ones,
/// where a code has several uses: the sentences around them change from year to year.
enum Meaning {

    /// Not now; it may be the message or the server.
    LATER,

    /// Not now, whoever asks: the server is overloaded, closing, or slows us down.
    BUSY,

    /// What may be sent in an hour or a day has been sent.
    QUOTA,

    /// The server does not let us use it: credentials, rights, settings. Nothing is wrong with the
    /// message.
    ROUTE,

    /// The mailbox that signed in may not send, or cannot.
    ACCOUNT,

    /// The sender may not be used by who signed in.
    SENDER,

    /// The server cannot carry this message; another may.
    UNSUITABLE,

    /// Never: the recipient, the sender or the content is refused for good.
    NEVER;

    /* What Exchange Online, High Volume Email and Azure Communication Services say; the rest means
     * what its three digits mean. */
    private static final Map<String, Meaning> BY_STATUS =
            Map.ofEntries(
                    // Not signed in, or not well enough.
                    Map.entry("5.7.57", ROUTE),
                    Map.entry("5.7.139", ROUTE),
                    Map.entry("5.7.3", ROUTE),
                    Map.entry("5.7.30", ROUTE),
                    // High Volume Email: the account is another than that of the settings.
                    Map.entry("5.7.62", ROUTE),
                    Map.entry("5.6.241", ROUTE),
                    Map.entry("5.2.240", ROUTE),
                    Map.entry("5.7.240", ROUTE),
                    // The connector does not know us, the tenant or the address is blocked.
                    Map.entry("5.7.64", ROUTE),
                    Map.entry("5.7.367", ROUTE),
                    Map.entry("5.7.705", ROUTE),
                    Map.entry("5.7.708", ROUTE),
                    Map.entry("5.7.750", ROUTE),
                    // The mailbox is blocked for what it sent.
                    Map.entry("5.1.8", ACCOUNT),
                    Map.entry("5.7.501", ACCOUNT),
                    Map.entry("5.7.502", ACCOUNT),
                    Map.entry("5.7.503", ACCOUNT),
                    Map.entry("5.7.511", ACCOUNT),
                    // No right to send as this sender; a domain that is not linked.
                    Map.entry("5.7.60", SENDER),
                    Map.entry("5.2.252", SENDER),
                    Map.entry("5.1.7", SENDER),
                    // External recipients of a day; the rate of Azure Communication Services.
                    Map.entry("5.7.232", QUOTA),
                    Map.entry("5.7.233", QUOTA),
                    Map.entry("5.7.236", QUOTA),
                    Map.entry("4.5.127", QUOTA),
                    // Too large, or of a form that the server would have to convert.
                    Map.entry("5.2.3", UNSUITABLE),
                    Map.entry("5.3.3", UNSUITABLE),
                    Map.entry("5.3.4", UNSUITABLE),
                    Map.entry("5.6.3", UNSUITABLE),
                    Map.entry("5.6.7", UNSUITABLE),
                    // Internal recipients only.
                    Map.entry("5.7.54", UNSUITABLE),
                    // Not these recipients with the others.
                    Map.entry("5.5.3", LATER),
                    Map.entry("4.5.3", LATER),
                    // The server's own state.
                    Map.entry("4.3.1", BUSY),
                    Map.entry("4.3.2", BUSY),
                    Map.entry("4.4.2", BUSY));

    /// @param stage to what the reply is
    static Meaning of(Stage stage, Reply reply) {
        String words = reply.text().toLowerCase(Locale.ROOT);
        if (reply.closing() || BackOff.throttled(words)) {
            return BUSY;
        }
        return reply.status()
                .flatMap(status -> byStatus(status, words))
                .orElseGet(() -> byCode(stage, reply));
    }

    private static Optional<Meaning> byStatus(EnhancedStatus status, String words) {
        String code = status.toString();
        if (code.equals("5.2.0") && words.contains("quota")) {
            // The store's refusal of a submission has one code for many reasons.
            return Optional.of(QUOTA);
        }
        if (code.equals("5.2.2") && words.contains("submission")) {
            // The store's own mailbox is full, not the recipient's: copies of what was sent fill
            // it.
            return Optional.of(ACCOUNT);
        }
        return slowedDown(status) ? Optional.of(BUSY) : Optional.ofNullable(BY_STATUS.get(code));
    }

    /// Exchange Online Protection holds an address back for a while: `4.7.500` to `4.7.699`,
    /// `4.7.850` to `4.7.899`.
    private static boolean slowedDown(EnhancedStatus status) {
        int detail = status.detail();
        return status.category() == 4
                && status.subject() == 7
                && ((detail >= 500 && detail <= 699) || (detail >= 850 && detail <= 899));
    }

    /// RFC 5321 §4.2.3, RFC 4954 §6.
    private static Meaning byCode(Stage stage, Reply reply) {
        return switch (reply.code()) {
            case 432 -> BUSY;
            case 452 -> stage == Stage.RCPT ? LATER : BUSY;
            // Out of step, or less than an SMTP server: not the message's fault.
            case 500, 502, 503 -> LATER;
            case 530, 534, 535, 538 -> ROUTE;
            case 552 -> stage == Stage.MAIL ? UNSUITABLE : NEVER;
            case 555 -> UNSUITABLE;
            default -> reply.permanentFailure() ? NEVER : LATER;
        };
    }
}
