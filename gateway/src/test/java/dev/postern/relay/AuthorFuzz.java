package dev.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.SenderPolicy;
import dev.postern.account.SenderPolicy.From;
import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// A target of `bench/fuzz`: whatever an account hands in, what goes on is a header of whole lines
/// with one From, in which another reader than ours finds nobody as whom the account may not send.
public final class AuthorFuzz {

    private static final AddrSpec SCANNER = AddrSpec.of("scanner@example.cz");

    private AuthorFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        From from = List.of(From.values()).get(input.length % From.values().length);
        SenderPolicy policy =
                new SenderPolicy(
                        List.of("*@shop.example.cz", SCANNER.toString()), from, Optional.empty());
        Desk desk = new Desk();
        int step = input.length % 5 == 0 ? 1 : 1 + input.length;
        Receipt receipt =
                desk.send(
                        Desk.account(policy, Integer.MAX_VALUE),
                        Desk.envelope(SCANNER.toString()),
                        input,
                        step);
        assertThat(desk.intake.open).as("receptions left open").isZero();
        switch (receipt) {
            case Receipt.Taken(_, String messageId) -> {
                assertThat(messageId).isNotBlank().doesNotContain("\r", "\n");
                taken(desk.intake.lastText(), policy);
            }
            case Receipt.Declined(Refusal why) -> {
                assertThat(why.code()).isBetween(400, 599);
                assertThat(desk.intake.offers).isEmpty();
            }
        }
    }

    private static void taken(String message, SenderPolicy policy) throws IOException {
        int end = message.indexOf("\r\n\r\n");
        assertThat(end).as("the end of the header of %s", message).isPositive();
        String header = message.substring(0, end + 2);
        assertThat(header.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        for (String line : header.lines().toList()) {
            assertThat(line).matches("(?s)[ \t].*|[!-9;-~]+[ \t]*:.*");
        }
        assertThat(header).startsWith("Received: ");
        DefaultMessageBuilder reader = new DefaultMessageBuilder();
        reader.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        Header read =
                reader.parseHeader(
                        new ByteArrayInputStream(header.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(read.getFields("From")).hasSize(1);
        assertThat(read.getFields("Date")).isNotEmpty();
        assertThat(read.getFields("Message-ID")).isNotEmpty();
        assertThat(read.getFields("Bcc")).isEmpty();
        for (String name : List.of("From", "Sender")) {
            for (Field field : read.getFields(name)) {
                allowed(field, policy);
            }
        }
    }

    private static void allowed(Field field, SenderPolicy policy) {
        String value = new String(field.getRaw().toByteArray(), StandardCharsets.ISO_8859_1);
        String body = value.substring(value.indexOf(':') + 1).replace("\r\n", "");
        ByteSequence octets = ContentUtil.encode(StandardCharsets.ISO_8859_1, body);
        for (Mailbox mailbox :
                LenientAddressParser.DEFAULT
                        .parseAddressList(octets, new ParserCursor(0, octets.length()))
                        .flatten()) {
            AddrSpec.parse(mailbox.getAddress())
                    .ifPresent(author ->
                            assertThat(policy.allows(author))
                                    .as("%s in %s", author, value)
                                    .isTrue());
        }
    }
}
