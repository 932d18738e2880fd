package dev.postern.delivery.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A message taken apart into what mail services by HTTP know: header, one or two texts, files.
/// Nothing that a person reads or opens is missing.
///
/// Holds files until it is closed. Confined to one thread.
public record MessageParts(
        Head head, Optional<String> text, Optional<String> html, List<Attachment> attachments)
        implements AutoCloseable {

    public MessageParts {
        attachments = List.copyOf(attachments);
    }

    /// Somebody with an address.
    ///
    /// @param name decoded; empty if there is none
    public record Correspondent(String address, String name) {}

    /// A field of the header.
    ///
    /// @param value unfolded and decoded
    public record Field(String name, String value) {}

    /// The message's header.
    ///
    /// @param subject decoded; empty if there is none
    /// @param fields all of them, in their order
    public record Head(
            List<Correspondent> from,
            List<Correspondent> replyTo,
            List<Correspondent> to,
            List<Correspondent> cc,
            String subject,
            List<Field> fields) {

        public Head {
            from = List.copyOf(from);
            replyTo = List.copyOf(replyTo);
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            fields = List.copyOf(fields);
        }

        /// The fields of any of these names.
        ///
        /// @param names in lower case, or beginnings of names that end in `-`
        public Stream<Field> fields(List<String> names) {
            return fields.stream().filter(field -> isOneOf(field.name(), names));
        }

        private static boolean isOneOf(String name, List<String> names) {
            String lower = name.toLowerCase(Locale.ROOT);
            return names.stream()
                    .anyMatch(one -> one.endsWith("-") ? lower.startsWith(one) : lower.equals(one));
        }
    }

    /// A file that comes with the message.
    ///
    /// @param name never empty
    /// @param contentId without angle brackets; empty if there is none
    /// @param inline whether the HTML text shows it
    /// @param file its content, decoded
    /// @param size of it in octets
    public record Attachment(
            String name, String type, String contentId, boolean inline, Path file, long size) {

        /// Opens the content. The caller closes it.
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    @Override
    public void close() throws IOException {
        for (Attachment attachment : attachments) {
            Files.deleteIfExists(attachment.file());
        }
    }
}
