package dev.postern.compose;

import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.util.ContentUtil;

/// Whom a message names in its own header, for a caller who gives no envelope.
///
/// @param author the first address of From
/// @param recipients the addresses of To, Cc and Bcc, each once
/// @param unreadable what stands there and is no address
public record HeaderRecipients(
        Optional<AddrSpec> author, List<AddrSpec> recipients, List<String> unreadable) {

    private static final List<String> RECIPIENTS = List.of("To", "Cc", "Bcc");

    public HeaderRecipients {
        recipients = List.copyOf(recipients);
        unreadable = List.copyOf(unreadable);
    }

    /// Those in this header block, which may end with its empty line.
    public static HeaderRecipients of(byte[] header) {
        try {
            DefaultMessageBuilder reader = new DefaultMessageBuilder();
            reader.setMimeEntityConfig(MimeConfig.PERMISSIVE);
            return of(reader.parseHeader(new ByteArrayInputStream(header)));
        } catch (IOException _) {
            return new HeaderRecipients(Optional.empty(), List.of(), List.of());
        }
    }

    private static HeaderRecipients of(Header header) {
        Set<AddrSpec> recipients = new LinkedHashSet<>();
        Set<String> unreadable = new LinkedHashSet<>();
        for (String name : RECIPIENTS) {
            for (Field field : header.getFields(name)) {
                collect(field.getBody(), recipients, unreadable);
            }
        }
        Set<AddrSpec> authors = new LinkedHashSet<>();
        Field from = header.getField("From");
        if (from != null) {
            collect(from.getBody(), authors, new LinkedHashSet<>());
        }
        return new HeaderRecipients(
                authors.stream().findFirst(), List.copyOf(recipients), List.copyOf(unreadable));
    }

    private static void collect(String body, Set<AddrSpec> addresses, Set<String> unreadable) {
        var octets = ContentUtil.encode(StandardCharsets.UTF_8, body);
        for (Mailbox mailbox :
                LenientAddressParser.DEFAULT.parseAddressList(octets, null).flatten()) {
            AddrSpec.parse(mailbox.getAddress())
                    .ifPresentOrElse(addresses::add, () -> unreadable.add(mailbox.getAddress()));
        }
    }
}
