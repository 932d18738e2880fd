package dev.postern.lab.mail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSourceTest {

    private static byte[] all(MessageSource source) throws IOException {
        try (InputStream in = source.open()) {
            return in.readAllBytes();
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void textGetsCrlf() throws IOException {
        assertThat(text(all(MessageSource.of("a\nb\r\nc")))).isEqualTo("a\r\nb\r\nc");
    }

    @Test
    void generatedMessageHasEverySizeAndEndsItsLines() throws IOException {
        for (int size = 512; size < 512 + 3 * 78; size++) {
            String text = text(all(MessageSource.generated(3, size)));
            assertThat(text).hasSize(size).endsWith("\r\n");
            assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        }
    }

    @Test
    void generatedMessageIsTheSameEveryTime() throws IOException {
        byte[] once = all(MessageSource.generated(3, 10_000));
        assertThat(all(MessageSource.generated(3, 10_000))).isEqualTo(once);
        assertThat(all(MessageSource.generated(4, 10_000))).isNotEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 77, 79, 300, 5_000, 9_999})
    void generatedMessageCanBeReadFromAnywhere(int start) throws IOException {
        MessageSource source = MessageSource.generated(3, 10_000);
        byte[] whole = all(source);
        try (InputStream in = source.open()) {
            in.skipNBytes(start);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, start, whole.length));
        }
    }

    @Test
    void generatedMessageIsNotTooSmallForItsHeader() {
        assertThatThrownBy(() -> MessageSource.generated(3, 511))
                .hasMessage("A generated message has at least 512 octets, not 511");
    }

    @Test
    void headerIsCutOffAndUnfolded() throws IOException {
        Header header =
                Header.of(
                        MessageSource.of(
                                "Subject: a\n b\nX: 1\nx: 2\nno field\n\nSubject: body\n"));
        assertThat(header.length()).isEqualTo(40);
        assertThat(header.first("SUBJECT")).contains("a b");
        assertThat(header.fields())
                .extracting(Header.Field::name)
                .containsExactly("Subject", "X", "x");
        assertThat(header.first("To")).isEmpty();
    }

    @Test
    void messageMayHaveNoHeaderOrNoBody() throws IOException {
        assertThat(Header.of(MessageSource.of("\nbody")).length()).isEqualTo(2);
        assertThat(Header.of(MessageSource.of("A: b\n")).length()).isEqualTo(6);
        assertThat(Header.of(MessageSource.of("")).length()).isZero();
    }

    @Test
    void longHeaderIsReadWhole() throws IOException {
        String field = "X-Long: " + "y".repeat(20_000) + "\n";
        assertThat(Header.of(MessageSource.of(field + "\nbody")).length()).isEqualTo(20_012);
    }

    @Test
    void renditionIsTheSameMessageInOtherBytes() throws IOException {
        MessageSource source =
                MessageSource.of(
                        "Content-Type: multipart/mixed; boundary=abcdefgh\n\n--abcdefgh--\n");
        MessageSource one = Substitutes.rendition(source, 1);
        assertThat(text(all(one)))
                .isEqualTo(
                        """
                        X-MS-Exchange-Rendition: 1\r
                        Content-Type: multipart/mixed; boundary=ab_000001\r
                        \r
                        --ab_000001--\r
                        """);
        assertThat(one.size()).isEqualTo(all(one).length);
        assertThat(all(Substitutes.rendition(source, 2))).isNotEqualTo(all(one));
    }

    @Test
    void bigMessageIsRenderedAnewWithoutBeingHeld() throws IOException {
        MessageSource source = MessageSource.generated(1, 3_000_000_000L);
        MessageSource rendition = Substitutes.rendition(source, 1);
        assertThat(rendition.size()).isEqualTo(3_000_000_028L);
        assertThat(Header.of(rendition).first("X-MS-Exchange-Rendition")).contains("1");
    }
}
