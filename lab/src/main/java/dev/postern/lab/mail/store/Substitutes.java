package dev.postern.lab.mail.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Exchange gives in place of a message as it came.
public final class Substitutes {

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=\"?([^\";\\s]{6,70})", Pattern.CASE_INSENSITIVE);

    /// A boundary is only changed in messages up to this size.
    private static final int REWRITE_MAX = 1024 * 1024;

    private Substitutes() {}

    /// The notice that a message could not be retrieved: from nobody, without a Message-ID.
    ///
    /// @param protocol `IMAP4` or `POP3`
    /// @param number of the message in its folder
    public static MessageSource placeholder(String protocol, int number, Message message)
            throws IOException {
        Header header = Header.of(message.source());
        return MessageSource.of(
                """
                From: "Microsoft Exchange Server" <.MISSING-HOST-NAME.>
                Subject: Retrieval using the %s protocol failed for the following message: %d
                MIME-Version: 1.0
                Content-Type: text/plain; charset="utf-8"

                The server couldn't retrieve the following message:

                Subject: "%s"
                From: %s

                The message hasn't been deleted.
                """
                        .formatted(
                                protocol,
                                number,
                                header.first("Subject").orElse(""),
                                header.first("From").orElse("")));
    }

    /// The same message in other bytes, as Exchange may render it anew: a boundary is changed, and
    /// a field is added before all others.
    public static MessageSource rendition(MessageSource source, long number) throws IOException {
        MessageSource body = source.size() <= REWRITE_MAX ? rebounded(source, number) : source;
        byte[] field =
                "X-MS-Exchange-Rendition: %d\r\n"
                        .formatted(number)
                        .getBytes(StandardCharsets.US_ASCII);
        return new MessageSource() {
            @Override
            public long size() {
                return field.length + body.size();
            }

            @Override
            public InputStream open() {
                return new SequenceInputStream(
                        Collections.enumeration(
                                List.of(new ByteArrayInputStream(field), body.open())));
            }
        };
    }

    private static MessageSource rebounded(MessageSource source, long number) throws IOException {
        Optional<String> type = Header.of(source).first("Content-Type");
        Matcher boundary = BOUNDARY.matcher(type.orElse(""));
        if (!boundary.find()) {
            return source;
        }
        String old = boundary.group(1);
        String changed =
                "%s_%06d".formatted(old.substring(0, old.length() - 6), number % 1_000_000);
        try (InputStream in = source.open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return MessageSource.of(
                    text.replace(old, changed).getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
