package dev.postern.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.AddrSpec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeaderRecipientsTest {

    @Test
    void allWhomToCcAndBccNameAreRecipientsOnce() {
        HeaderRecipients named =
                of(
                        """
                        From: Anna <anna@example.cz>
                        To: "Doe, John" <john@example.com>, b@example.com
                        Cc: =?utf-8?q?=C5=BDofie?= <zofie@example.cz>,
                         B@Example.COM
                        Bcc: hidden@example.cz
                        Bcc: second@example.cz
                        Subject: x, y@example.cz

                        """);

        assertThat(named.author()).contains(AddrSpec.of("anna@example.cz"));
        assertThat(named.recipients())
                .extracting(AddrSpec::toString)
                .containsExactly(
                        "john@example.com",
                        "b@example.com",
                        "zofie@example.cz",
                        "B@example.com",
                        "hidden@example.cz",
                        "second@example.cz");
        assertThat(named.unreadable()).isEmpty();
    }

    @Test
    void aGroupOfNobodyIsNobody() {
        assertThat(of("To: undisclosed-recipients:;\r\n\r\n").recipients()).isEmpty();
    }

    @Test
    void whatIsNoAddressIsNamed() {
        HeaderRecipients named = of("To: root, a@example.cz\r\n\r\n");

        assertThat(named.recipients()).containsExactly(AddrSpec.of("a@example.cz"));
        assertThat(named.unreadable()).hasSize(1);
    }

    @Test
    void anAddressBeyondAsciiIsReadWhole() {
        assertThat(of("To: žofie@příklad.example\r\n\r\n").recipients())
                .containsExactly(AddrSpec.of("žofie@příklad.example"));
    }

    @Test
    void aHeaderThatIsNoneNamesNobody() {
        HeaderRecipients named = of("this is no header at all");

        assertThat(named.author()).isEmpty();
        assertThat(named.recipients()).isEmpty();
    }

    private static HeaderRecipients of(String header) {
        return HeaderRecipients.of(header.getBytes(StandardCharsets.UTF_8));
    }
}
