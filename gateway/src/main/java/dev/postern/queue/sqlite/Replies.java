package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was said last about the recipients of a delivery, in one column: status, server and words
/// between tabs. One line if it was the same for all, else a line each; NULL if nothing was said.
final class Replies {

    /// Longer words of a server are cut.
    private static final int WORDS_MAX = 1000;

    private Replies() {}

    /// @param replies one for each recipient, in their order
    static @Nullable String pack(List<Optional<Reply>> replies) {
        List<String> lines = replies.stream().map(Replies::line).distinct().toList();
        if (lines.size() > 1) {
            return replies.stream().map(Replies::line).collect(Collectors.joining("\n"));
        }
        return lines.isEmpty() || lines.getFirst().isEmpty() ? null : lines.getFirst();
    }

    private static String line(Optional<Reply> reply) {
        return reply.map(said ->
                        said.status() + "\t" + clean(said.remote()) + "\t" + clean(said.words()))
                .orElse("");
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text);
        clean.setLength(Math.min(text.length(), WORDS_MAX));
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                clean.setCharAt(i, ' ');
            }
        }
        return clean.toString();
    }

    /// What was said about the recipient at this place among those of the delivery.
    static Optional<Reply> of(@Nullable String packed, int index) {
        if (packed == null) {
            return Optional.empty();
        }
        String[] lines = packed.split("\n", -1);
        String[] parts = lines[lines.length == 1 ? 0 : index].split("\t", -1);
        return parts.length < 3
                ? Optional.empty()
                : EnhancedStatus.parse(parts[0])
                        .map(status -> new Reply(status, parts[1], parts[2]));
    }
}
