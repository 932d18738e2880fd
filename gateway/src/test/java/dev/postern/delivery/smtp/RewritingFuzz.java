package dev.postern.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.mime.RawHeader;
import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// A target of `bench/fuzz`: whatever a message is, in another sender's name it has one From, in
/// which another reader than ours finds that sender alone, and all else as it was.
public final class RewritingFuzz {

    private static final AddrSpec ACCOUNT = AddrSpec.of("hve@example.cz");

    private RewritingFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try (RewrittenMessage message =
                RewrittenMessage.of(ACCOUNT, input.length, new ByteArrayInputStream(input))) {
            byte[] octets = message.content().readAllBytes();
            assertThat(message.octets()).isEqualTo(octets.length);
            check(RawHeader.of(input, true).orElseThrow(), input, octets);
        } catch (RewrittenMessage.NoHeaderException e) {
            assertThat(e.words()).isNotBlank();
        }
    }

    private static void check(RawHeader before, byte[] input, byte[] octets) {
        RawHeader after = RawHeader.of(octets, true).orElseThrow();
        assertThat(text(octets).substring(after.end()))
                .isEqualTo(text(input).substring(before.end()));
        assertThat(others(after)).containsAll(others(before));
        List<String> from = named(after, "from");
        assertThat(from).isNotEmpty();
        if (named(before, "from").size() == 1) {
            assertThat(from).hasSize(1);
        }
        ByteSequence value =
                ContentUtil.encode(
                        StandardCharsets.ISO_8859_1,
                        RawHeader.value(from.getFirst()).replace("\r\n", ""));
        for (Mailbox mailbox :
                LenientAddressParser.DEFAULT
                        .parseAddressList(value, new ParserCursor(0, value.length()))
                        .flatten()) {
            AddrSpec.parse(mailbox.getAddress())
                    .ifPresent(author ->
                            assertThat(ACCOUNT.sameMailbox(author))
                                    .as("%s in %s", author, from)
                                    .isTrue());
        }
    }

    private static List<String> named(RawHeader header, String name) {
        return header.fields().stream().filter(field -> RawHeader.isNamed(field, name)).toList();
    }

    private static List<String> others(RawHeader header) {
        return header.fields().stream().filter(f -> !RawHeader.isNamed(f, "from")).toList();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
