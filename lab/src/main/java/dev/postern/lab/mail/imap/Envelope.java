package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.store.Header;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ENVELOPE as IMAP writes it (RFC 3501 §7.4.2); groups and comments in addresses are not told.
final class Envelope {

    /// Of a longer field only the start is looked at.
    private static final int FIELD_MAX = 10_000;

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "\\s*(?:\"([^\"]{0,500})\"|([^<>\",]{0,500}))\\s*<([^<>]{0,500})>\\s*,?|\\s*([^\\s<>\",]{1,500})\\s*,?");

    private Envelope() {}

    static String of(Header header) {
        StringJoiner envelope = new StringJoiner(" ", "(", ")");
        envelope.add(text(header.first("Date")));
        envelope.add(text(header.first("Subject")));
        Optional<String> from = header.first("From");
        envelope.add(addresses(from));
        envelope.add(addresses(header.first("Sender").or(() -> from)));
        envelope.add(addresses(header.first("Reply-To").or(() -> from)));
        envelope.add(addresses(header.first("To")));
        envelope.add(addresses(header.first("Cc")));
        envelope.add(addresses(header.first("Bcc")));
        envelope.add(text(header.first("In-Reply-To")));
        envelope.add(text(header.first("Message-ID")));
        return envelope.toString();
    }

    private static String addresses(Optional<String> field) {
        StringBuilder list = new StringBuilder();
        Matcher address = ADDRESS.matcher(start(field.orElse("")));
        while (address.find()) {
            String mailbox = address.group(4) == null ? address.group(3) : address.group(4);
            String name = address.group(1) == null ? address.group(2) : address.group(1);
            int at = mailbox.lastIndexOf('@');
            list.append('(')
                    .append(text(Optional.ofNullable(name).map(String::strip)))
                    .append(" NIL ")
                    .append(text(Optional.of(mailbox.substring(0, Math.max(0, at)))))
                    .append(' ')
                    .append(text(Optional.of(mailbox.substring(at + 1))))
                    .append(')');
        }
        return list.isEmpty() ? "NIL" : "(" + list + ")";
    }

    private static String start(String field) {
        return field.length() > FIELD_MAX ? field.substring(0, FIELD_MAX) : field;
    }

    private static String text(Optional<String> value) {
        return value.filter(one -> !one.isEmpty())
                .map(one -> one.replaceAll("[\\x00-\\x1f\\x7f]", " "))
                .map(one -> "\"" + one.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .orElse("NIL");
    }
}
