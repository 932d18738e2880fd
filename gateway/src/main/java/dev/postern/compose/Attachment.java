package dev.postern.compose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file that goes with a message.
///
/// @param name of the file, without a path
/// @param type its media type: `application/pdf`
/// @param contentId by which the HTML text shows it (RFC 2392), without angle brackets; empty for a
///   file that is not shown in the text
/// @param content its octets
public record Attachment(String name, String type, Optional<String> contentId, Content content) {

    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";

    /// No file's name is longer, and encoded it fits into a line (RFC 5322 §2.1.1).
    private static final int NAME_MAX = 255;

    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern ID = Pattern.compile("[!-;=?-~]{1,200}");

    /// Where octets come from.
    @FunctionalInterface
    public interface Content {
        /// Opens them; the caller closes the stream.
        InputStream open() throws IOException;
    }

    public Attachment {
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
            throw new IllegalArgumentException(
                    "the name of an attachment has at most " + NAME_MAX + " octets");
        }
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an attachment needs a name that can be printed");
        }
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("not a media type such as application/pdf");
        }
        if (contentId.isPresent() && !ID.matcher(contentId.get()).matches()) {
            throw new IllegalArgumentException("a content id is of printable ASCII without < >");
        }
    }
}
