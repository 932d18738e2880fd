package dev.postern.compose;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A message before it is written down.
///
/// @param from whose message it is
/// @param recipients to whom it goes
/// @param replyTo where answers go, if not to `from`
/// @param subject in any script
/// @param texts what it says
/// @param attachments what goes with it
/// @param fields further header fields, each name and value; none of those that are made here
public record Draft(
        Correspondent from,
        Recipients recipients,
        List<Correspondent> replyTo,
        String subject,
        Texts texts,
        List<Attachment> attachments,
        List<Field> fields) {

    /// To whom a message goes.
    ///
    /// @param hidden those whom the others do not see: they are in the envelope alone
    public record Recipients(
            List<Correspondent> to, List<Correspondent> copies, List<Correspondent> hidden) {

        public Recipients {
            to = List.copyOf(to);
            copies = List.copyOf(copies);
            hidden = List.copyOf(hidden);
        }

        /// All of them.
        public Stream<Correspondent> all() {
            return Stream.of(to, copies, hidden).flatMap(List::stream);
        }
    }

    /// What a message says; the same in both forms if there are two.
    public record Texts(Optional<String> plain, Optional<String> html) {}

    /// A header field.
    public record Field(String name, String value) {

        /// RFC 5322 §3.6.8 has more, about which readers disagree.
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,70}");

        private static final Set<String> OURS =
                Set.of(
                        "from",
                        "to",
                        "cc",
                        "bcc",
                        "reply-to",
                        "subject",
                        "date",
                        "message-id",
                        "mime-version",
                        "received",
                        "return-path",
                        "sender");

        public Field {
            String key = name.toLowerCase(Locale.ROOT);
            boolean ours = OURS.contains(key) || key.startsWith("content-");
            if (!NAME.matcher(name).matches() || ours) {
                throw new IllegalArgumentException(
                        "the field " + clean(name) + " cannot be given here");
            }
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "the value of the field " + name + " has control characters");
            }
        }

        private static String clean(String name) {
            return name.replaceAll("[^!-~]", "?");
        }
    }

    public Draft {
        replyTo = List.copyOf(replyTo);
        attachments = List.copyOf(attachments);
        fields = List.copyOf(fields);
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a subject is one line");
        }
    }
}
