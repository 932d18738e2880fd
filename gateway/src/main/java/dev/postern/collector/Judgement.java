package dev.postern.collector;

import dev.postern.protocol.mail.HeaderBlock;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Decides whether bytes that arrived whole are the message, or something that stands in its place.
///
/// Exchange answers with a message of its own when it cannot render the real one, or while a
/// scanner holds it back. To take that for the message would lose the real one. Several marks
/// together are asked for, so that mail that only quotes such a text is not held back.
final class Judgement {

    private static final int HEAD_MAX = 16 * 1024;

    private Judgement() {}

    /// @param received the server's date of the message, or the moment of the visit
    static Fetched of(ServerId id, Reception reception, Instant received) {
        if (reception.size() == 0) {
            return new Fetched.Unfit(
                    id, "the server delivered an empty message", Optional.of(reception));
        }
        byte[] head = reception.head(HEAD_MAX);
        HeaderBlock header = HeaderBlock.of(head);
        if (isPlaceholder(header)) {
            return new Fetched.Unfit(
                    id,
                    "the server delivered a placeholder instead of the message (Exchange: \"%s\")"
                            .formatted(header.subject().orElse("")),
                    Optional.of(reception));
        }
        return new Fetched.Whole(id, reception, received, header.messageId());
    }

    private static boolean isPlaceholder(HeaderBlock header) {
        String subject = header.subject().orElse("").toLowerCase(Locale.ROOT);
        String from = header.from().orElse("").toLowerCase(Locale.ROOT);
        boolean sender =
                from.contains(".missing-host-name.") || from.contains("microsoft exchange");
        return header.messageId().isEmpty()
                && sender
                && subject.contains("retrieval using the")
                && subject.contains("protocol failed");
    }
}
