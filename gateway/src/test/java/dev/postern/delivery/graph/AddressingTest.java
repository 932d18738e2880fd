package dev.postern.delivery.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.AddrSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressingTest {

    private static final String TEXT =
            """
            From: a@example.cz\r
            To: Žaneta <b@example.cz>,\r
             c@contoso.com\r
            Subject: x\r
            \r
            To: nobody@example.cz\r
            """;

    private static Addressing of(String text, String... recipients) {
        return Addressing.of(
                text.getBytes(StandardCharsets.UTF_8),
                Arrays.stream(recipients).map(AddrSpec::of).toList(),
                Optional.empty());
    }

    private static String text(Addressing of) {
        return new String(of.octets(), StandardCharsets.UTF_8);
    }

    @Test
    void headerThatNamesExactlyTheRecipientsStaysAsItIs() {
        Addressing same = of(TEXT, "b@example.cz", "c@contoso.com");

        assertThat(text(same)).isEqualTo(TEXT);
        assertThat(same.dropped()).isFalse();
    }

    @Test
    void recipientsOutsideTheHeaderBecomeBlindCopies() {
        Addressing more = of(TEXT, "b@example.cz", "c@contoso.com", "d@fabrikam.com");

        assertThat(text(more))
                .isEqualTo(TEXT.replace("Subject: x\r\n", "Subject: x\r\nBcc: d@fabrikam.com\r\n"));
    }

    @Test
    void whoIsNamedAndNoRecipientIsTakenOut() {
        Addressing fewer = of(TEXT, "c@contoso.com");

        assertThat(fewer.dropped()).isTrue();
        assertThat(text(fewer))
                .contains("To: c@contoso.com\r\nSubject")
                .contains("\r\n\r\nTo: nobody@example.cz\r\n")
                .doesNotContain("b@example.cz");
    }

    @Test
    void fieldsThatNameNobodyDoNotStopAMessage() {
        for (String to : List.of("undisclosed-recipients:;", "", "\"", "<", "a@", ",,")) {
            assertThat(text(of("To: " + to + "\r\n\r\nx\r\n", "b@example.cz")))
                    .contains("Bcc: b@example.cz\r\n\r\nx\r\n");
        }
    }
}
