package dev.postern.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewrittenMessageTest {

    private static final AddrSpec ACCOUNT = AddrSpec.of("hve@example.cz");
    private static final String REST =
            "To: a@example.cz\r\nSubject: From: nobody\r\n\r\nFrom: body\r\n.\r\n\0\u00e9";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` scan@example.cz`|` hve@example.cz`",
                "` Scanner <scan@example.cz>`|` Scanner <hve@example.cz>`",
                "` \"Scan <1>, ground floor\" <scan@example.cz>`|` \"Scan <1>, ground floor\" <hve@example.cz>`",
                "` =?utf-8?q?Sken=C4=9Br?= <scan@example.cz>`|` =?utf-8?q?Sken=C4=9Br?= <hve@example.cz>`",
                "` scan@example.cz (Scanner)`|` \"Scanner\" <hve@example.cz>`",
                "`Scanner<scan@example.cz>`|` Scanner <hve@example.cz>`",
                "` One <a@example.cz>, Two <b@example.cz>`|` One <hve@example.cz>`",
                "` a@example.cz, Two <b@example.cz>`|` Two <hve@example.cz>`",
                "` Devices: Scanner <scan@example.cz>;`|` Scanner <hve@example.cz>`",
                "` <scan@example.cz>`|` hve@example.cz`",
                "` \"no end <scan@example.cz>`|` hve@example.cz`",
                "` not an address`|` hve@example.cz`",
                "` @x\"a, b@c\" ] <a@example.cz>`|` \"@x\\\"a, b@c\\\" ]\" <hve@example.cz>`"
            })
    void theAuthorsNameIsKeptAndTheAddressGoesToReplyTo(String from, String instead)
            throws Exception {
        assertThat(rewritten("Date: now\r\nFrom:" + from + "\r\n" + REST))
                .isEqualTo("Date: now\r\nFrom:" + instead + "\r\nReply-To:" + from + "\r\n" + REST);
    }

    @Test
    void aFoldedFieldIsTakenWhole() throws Exception {
        assertThat(rewritten("FROM : A long\r\n name\r\n\t<scan@example.cz>\r\n" + REST))
                .isEqualTo(
                        "From: A long name <hve@example.cz>\r\n"
                                + "Reply-To: A long\r\n name\r\n\t<scan@example.cz>\r\n"
                                + REST);
    }

    @Test
    void whoeverStandsInReplyToStays() throws Exception {
        String replyTo = "Reply-To: boss@example.cz\r\n";
        assertThat(rewritten("From: scan@example.cz\r\n" + replyTo + REST))
                .isEqualTo("From: hve@example.cz\r\n" + replyTo + REST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "From: hve@example.cz",
                "From: \"Any <body>\" <HVE@Example.cz>",
                "from: hve@example.cz (HVE)"
            })
    void aMessageThatIsTheAccountsOwnIsNotTouched(String from) throws Exception {
        String message = from + "\r\n" + REST;
        assertThat(rewritten(message)).isEqualTo(message);
    }

    @Test
    void aMissingFieldIsAddedAndASecondOneGoes() throws Exception {
        assertThat(rewritten(REST)).isEqualTo("From: hve@example.cz\r\n" + REST);
        assertThat(rewritten("From: a@example.cz\r\nDate: now\r\nFrom: b@example.cz\r\n" + REST))
                .isEqualTo(
                        "From: hve@example.cz\r\nReply-To: a@example.cz\r\nDate: now\r\n" + REST);
    }

    @Test
    void aMessageMayHaveNoBodyAndNoHeader() throws Exception {
        assertThat(rewritten("From: a@example.cz\r\n"))
                .isEqualTo("From: hve@example.cz\r\nReply-To: a@example.cz\r\n");
        assertThat(rewritten("From: a@example.cz"))
                .isEqualTo("From: hve@example.cz\r\nReply-To: a@example.cz\r\n");
        assertThat(rewritten("\r\nbody")).isEqualTo("From: hve@example.cz\r\n\r\nbody");
        assertThat(rewritten("")).isEqualTo("From: hve@example.cz\r\n");
    }

    @Test
    void aLargeBodyFollowsTheHeader() throws Exception {
        char[] body = new char[600_000];
        Arrays.fill(body, 'x');
        assertThat(rewritten("From: a@example.cz\r\n\r\n" + new String(body)))
                .hasSize(
                        600_000 + "From: hve@example.cz\r\nReply-To: a@example.cz\r\n\r\n".length())
                .endsWith("xxx");
    }

    @Test
    void aHeaderWithoutEndCannotBeRewritten() {
        assertThatExceptionOfType(RewrittenMessage.NoHeaderException.class)
                .isThrownBy(() -> rewritten("x: y\r\n".repeat(60_000)));
    }

    @Test
    void aLineThatIsNoFieldDoesNotBecomePartOfFrom() {
        assertThatExceptionOfType(RewrittenMessage.NoHeaderException.class)
                .isThrownBy(() -> rewritten(" , <director@example.cz>\r\nSubject: x\r\n\r\n"));
    }

    private static String rewritten(String message) throws Exception {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        try (RewrittenMessage rewritten =
                RewrittenMessage.of(ACCOUNT, octets.length, new ByteArrayInputStream(octets))) {
            byte[] all = rewritten.content().readAllBytes();
            assertThat(rewritten.octets()).isEqualTo(all.length);
            return new String(all, StandardCharsets.ISO_8859_1);
        }
    }
}
