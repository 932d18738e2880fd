package dev.postern.protocol.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderBlockTest {

    @Test
    void fieldsAreFoundAndUnfolded() {
        HeaderBlock header =
                of(
                        """
                        Received: by example.cz
                        \tfor <a@example.cz>
                        from: A <a@example.cz>
                        MESSAGE-ID:
                          <1@example.cz>
                        Subject : =?utf-8?q?P=C5=99?=
                         long
                        Date: Sat, 21 Nov 2026 08:00:00 +0100
                        Subject: a second one

                        From: not a header any more
                        X-Body: 1
                        """
                                .replace("\n", "\r\n"));
        assertThat(header.from()).contains("A <a@example.cz>");
        assertThat(header.messageId()).contains("<1@example.cz>");
        assertThat(header.subject()).contains("=?utf-8?q?P=C5=99?= long");
        assertThat(header.date()).contains("Sat, 21 Nov 2026 08:00:00 +0100");
        assertThat(header.first("Received"))
                .contains("by example.cz\tfor <a@example.cz>".replace('\t', ' '));
        assertThat(header.first("X-Body")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Subject: a\nX: b\n\nSubject: c'|a",
                "'Subject: a'|a",
                "'Subject: a\r\n'|a",
                "'Subject:a\n'|a",
                "'Subject\t: a\n'|a",
                "'Subject:\r\n\r\n'|",
                "'Subject: \n'|",
                "'Subject'|",
                "'Subject a\n'|",
                "'Subjects: a\n'|",
                "'X-Subject: a\n'|",
                "' Subject: a\n'|",
                "'\nSubject: a\n'|",
                "'\r\nSubject: a\n'|",
                "'no field\nSubject: a\n'|a",
                "': b\nSubject: a\n'|a",
                "'From a@example.cz Sat\nSubject: a\n'|a",
                "''|"
            })
    void whatComesIsTaken(String header, String subject) {
        assertThat(of(header).subject().orElse(null)).isEqualTo(subject);
    }

    @Test
    void octetsThatAreNoUtf8AreSomethingAnyway() {
        HeaderBlock header =
                HeaderBlock.of("Subject: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(header.subject()).contains("café");
        assertThat(of("Subject: Žádost\n").subject()).contains("Žádost");
    }

    @Test
    void controlCharactersDoNotPass() {
        assertThat(of("Message-ID: <a\0b\u0007@example.cz>\n").messageId())
                .contains("<a b @example.cz>");
    }

    @Test
    void aValueHasABoundAndIsNotCutWithinACharacter() {
        String subject = of("Subject: " + "ž".repeat(5000) + "\n").subject().orElseThrow();
        assertThat(subject).matches("ž{1000,1024}");
    }

    @Test
    void whatLiesBeyondTheBoundIsNotLookedAt() {
        String padding = "X: " + "y".repeat(HeaderBlock.OCTETS_MAX) + "\n";
        assertThat(of(padding + "Subject: a\n").subject()).isEmpty();
    }

    @Property(tries = 2000)
    void nothingMakesItFail(@ForAll @Size(max = 200) byte[] octets) {
        HeaderBlock header = HeaderBlock.of(octets);
        assertThat(header.subject()).isNotNull();
        assertThat(header.messageId()).isNotNull();
    }

    @Property(tries = 2000)
    void nothingThatLooksLikeAHeaderMakesItFail(
            @ForAll
                    @Chars({'F', 'r', 'o', 'm', ':', ' ', '\t', '\r', '\n', 0, '\u00ff'})
                    @CharRange(from = 'a', to = 'c')
                    String text) {
        HeaderBlock header = HeaderBlock.of(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(header.from().orElse("x")).isNotEmpty().doesNotContain("\n", "\r", "\0");
    }

    private static HeaderBlock of(String text) {
        return HeaderBlock.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
