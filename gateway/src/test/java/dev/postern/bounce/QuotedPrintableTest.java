package dev.postern.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.junit.jupiter.api.Test;

class QuotedPrintableTest {

    private static String encoded(String text) {
        return new String(
                QuotedPrintable.encode(text.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void plainTextStaysAsItIs() {
        assertThat(encoded("Hello, world!\r\n")).isEqualTo("Hello, world!\r\n");
    }

    @Test
    void whatIsNoPlainTextIsEncoded() {
        assertThat(encoded("a=b ž \r\nlast ")).isEqualTo("a=3Db =C5=BE=20\r\nlast=20");
    }

    @Property(tries = 300)
    void whateverItIsItComesBackAndNoLineIsTooLong(@ForAll byte[] octets) throws Exception {
        byte[] encoded = QuotedPrintable.encode(octets);

        String text = new String(encoded, StandardCharsets.ISO_8859_1);
        assertThat(text.split("\r\n", -1)).allMatch(line -> line.length() <= 76);
        assertThat(text.chars())
                .allMatch(c -> c == '\r' || c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f));
        try (var in = new QuotedPrintableInputStream(new ByteArrayInputStream(encoded))) {
            assertThat(in.readAllBytes()).isEqualTo(octets);
        }
    }
}
