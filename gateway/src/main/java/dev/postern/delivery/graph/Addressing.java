package dev.postern.delivery.graph;

import dev.postern.delivery.mime.RawHeader;
import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.AddressFormatter;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// A message whose header names exactly those whom it is for.
///
/// @param octets of the whole message
/// @param dropped whether somebody was taken out of To or Cc
record Addressing(byte[] octets, boolean dropped) {

    /// A line of addresses is folded before it gets longer than this.
    private static final String FOLD = ",\r\n ";

    /// Makes the header of a message name these recipients and nobody else.
    ///
    /// @param author whom From is to name instead, for a report that Postern wrote; empty to leave
    ///   From alone
    static Addressing of(byte[] message, List<AddrSpec> recipients, Optional<AddrSpec> author) {
        RawHeader header = RawHeader.of(message, true).orElseThrow();
        List<AddrSpec> unnamed = new ArrayList<>(recipients);
        List<String> fields = new ArrayList<>();
        boolean dropped = false;
        for (String field : header.fields()) {
            if (RawHeader.isNamed(field, "bcc")) {
                continue;
            }
            if (author.isPresent() && RawHeader.isNamed(field, "from")) {
                fields.add("From: Mail Delivery <" + octets(author.get().toString()) + ">\r\n");
                continue;
            }
            if (!RawHeader.isNamed(field, "to") && !RawHeader.isNamed(field, "cc")) {
                fields.add(field);
                continue;
            }
            List<Mailbox> named = mailboxes(field);
            List<Mailbox> kept = named.stream().filter(m -> isOne(m, recipients)).toList();
            kept.forEach(mailbox -> unnamed.removeIf(address -> same(mailbox, address)));
            if (kept.size() == named.size()) {
                fields.add(field);
            } else {
                dropped = true;
                if (!kept.isEmpty()) {
                    fields.add(rewritten(field, kept));
                }
            }
        }
        if (!unnamed.isEmpty()) {
            fields.add(
                    "Bcc: "
                            + unnamed.stream()
                                    .map(address -> octets(address.toString()))
                                    .collect(Collectors.joining(FOLD))
                            + "\r\n");
        }
        return new Addressing(joined(fields, message, header.end()), dropped);
    }

    private static List<Mailbox> mailboxes(String field) {
        ByteSequence value =
                ContentUtil.encode(StandardCharsets.ISO_8859_1, RawHeader.value(field));
        // Not the method that takes a text: that one would lose what is not ASCII.
        return LenientAddressParser.DEFAULT
                .parseAddressList(value, new ParserCursor(0, value.length()))
                .flatten()
                .stream()
                .toList();
    }

    private static boolean isOne(Mailbox mailbox, List<AddrSpec> recipients) {
        return recipients.stream().anyMatch(address -> same(mailbox, address));
    }

    private static boolean same(Mailbox mailbox, AddrSpec address) {
        return AddrSpec.parse(mailbox.getAddress()).filter(address::sameMailbox).isPresent();
    }

    private static String rewritten(String field, List<Mailbox> kept) {
        return field.substring(0, field.indexOf(':'))
                + ": "
                + kept.stream()
                        .map(mailbox -> octets(AddressFormatter.DEFAULT.encode(mailbox)))
                        .collect(Collectors.joining(FOLD))
                + "\r\n";
    }

    /// The UTF-8 octets of a text, one character each.
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(List<String> fields, byte[] message, int bodyFrom) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(message.length + 1024);
        whole.writeBytes(RawHeader.octets(fields));
        if (bodyFrom == message.length) {
            whole.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        whole.write(message, bodyFrom, message.length - bodyFrom);
        return whole.toByteArray();
    }
}
