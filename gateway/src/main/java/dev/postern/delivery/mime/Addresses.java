package dev.postern.delivery.mime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// The addresses of a field such as From or To (RFC 5322 §3.4).
final class Addresses {

    private static final int VALUE_MAX = 256 * 1024;

    private Addresses() {}

    /// All addresses, those in groups as well; none if they cannot be read.
    ///
    /// @param value of the field, its encoded words as they are
    static List<Mailbox> in(String value, Problems problems) {
        if (value.length() > VALUE_MAX || longestBetweenCommas(value) > HeaderText.DECODED_MAX) {
            problems.add("an address field is too long to be taken apart");
            return List.of();
        }
        try {
            // For a text the parser takes as many octets as there are characters.
            ByteSequence octets = ContentUtil.encode(StandardCharsets.UTF_8, value);
            return List.copyOf(
                    LenientAddressParser.DEFAULT
                            .parseAddressList(octets, new ParserCursor(0, octets.length()))
                            .flatten());
        } catch (RuntimeException e) {
            problems.add("an address field cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private static int longestBetweenCommas(String value) {
        int longest = 0;
        int start = 0;
        for (int comma = value.indexOf(','); comma >= 0; comma = value.indexOf(',', start)) {
            longest = Math.max(longest, comma - start);
            start = comma + 1;
        }
        return Math.max(longest, value.length() - start);
    }
}
