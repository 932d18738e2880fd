package dev.postern.delivery.mime;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Objects;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.jspecify.annotations.Nullable;

/// What a part of a message says about itself. Texts are empty where it says nothing.
///
/// @param type in lower case, such as `text/plain`
/// @param name the file name (RFC 2183 §2.3), which may hold anything: not to be used as a path
/// @param disposition `attachment`, `inline` or another, in lower case
record Part(String type, String name, String disposition, String contentId, Charset charset) {

    /// A part whose header makes no sense.
    static final Part UNKNOWN =
            new Part("application/octet-stream", "", "", "", StandardCharsets.UTF_8);

    static Part of(BodyDescriptor descriptor, Problems problems) {
        Charset charset = charset(descriptor.getCharset(), problems);
        String type = text(descriptor.getMimeType()).toLowerCase(Locale.ROOT);
        if (!(descriptor instanceof MaximalBodyDescriptor full)) {
            return new Part(type, "", "", "", charset);
        }
        String name = text(full.getContentDispositionFilename());
        if (name.isEmpty() && full.getContentTypeParameters() != null) {
            name = text(full.getContentTypeParameters().get("name"));
        }
        return new Part(
                type,
                HeaderText.decoded(name, problems),
                text(full.getContentDispositionType()).toLowerCase(Locale.ROOT),
                text(full.getContentId()),
                charset);
    }

    /// Whether it is what a person reads first, rather than a file that comes with it.
    boolean isText() {
        boolean readable = type.equals("text/plain") || type.equals("text/html");
        return readable && name.isEmpty() && !disposition.equals("attachment");
    }

    /* US-ASCII is a part of UTF-8, and mail that claims it with octets above 127 is mostly that. */
    private static Charset charset(@Nullable String name, Problems problems) {
        if (name == null || name.isEmpty() || name.equalsIgnoreCase("us-ascii")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            problems.add("the charset " + name + " is not known; read as UTF-8");
            return StandardCharsets.UTF_8;
        }
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
