package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DotStuffingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|'.\r\n'",
                "'.'|'..\r\n.\r\n'",
                "'a\r\n'|'a\r\n.\r\n'",
                "'a'|'a\r\n.\r\n'",
                "'a.\r\n.b\r\n..\r\n'|'a.\r\n..b\r\n...\r\n.\r\n'",
                "'\r\n'|'\r\n.\r\n'",
                "'\r\n.\r\n'|'\r\n..\r\n.\r\n'",
                // Smuggling: what only some take for the end of a message.
                "'a\n.\nMAIL FROM:<b@example.cz>\n'|'a\r\n..\r\nMAIL FROM:<b@example.cz>\r\n.\r\n'",
                "'a\n.\r\nb'|'a\r\n..\r\nb\r\n.\r\n'",
                "'a\r.\rb'|'a\r\n..\r\nb\r\n.\r\n'",
                "'a\r\n.\rb'|'a\r\n..\r\nb\r\n.\r\n'",
                // What was converted once too often.
                "'a\r\r\nb\r\r\r\n\r\r\nc'|'a\r\nb\r\n\r\nc\r\n.\r\n'",
                "'a\r\rb\r'|'a\r\n\r\nb\r\n.\r\n'",
                "'a\r\r'|'a\r\n\r\n.\r\n'",
                "'a\n\nb'|'a\r\n\r\nb\r\n.\r\n'",
                // What is nothing to some.
                "'a\r\n\0.\r\nb'|'a\r\n..\r\nb\r\n.\r\n'",
                "'\0\0.\0\r\0\n\0.'|'..\r\n..\r\n.\r\n'",
                "'\0'|'.\r\n'"
            })
    void linesEndWithCrlfAndDotsAreStuffed(String message, String wire) throws IOException {
        for (int chunk = 1; chunk <= Math.max(1, message.length()); chunk++) {
            assertThat(stuffed(message, chunk)).as("chunks of %d", chunk).isEqualTo(wire);
        }
    }

    /// Neither one that takes anything for the end of a line, nor one that overlooks something.
    @ParameterizedTest
    @MethodSource("dev.postern.protocol.smtp.Smuggling#sequences")
    void noServerSeesTheEndBeforeTheEnd(String sequence) throws IOException {
        String message = "a" + sequence + "MAIL FROM:<b@example.cz>" + sequence + "b";
        for (int chunk = 1; chunk <= message.length(); chunk++) {
            String wire = stuffed(message, chunk);
            for (Smuggling.Reader reader : Smuggling.Reader.values()) {
                assertThat(reader.messages(wire)).as("%s of %s", reader, wire).hasSize(1);
            }
        }
    }

    @Property(tries = 2000)
    void whateverComesInNothingLooksLikeTheEndBeforeTheEnd(
            @ForAll
                    @StringLength(max = 30)
                    @Chars({'.', '\r', '\n', '\0'})
                    @CharRange(from = 'a', to = 'b')
                    String message,
            @ForAll @IntRange(min = 1, max = 12) int chunk)
            throws IOException {
        String wire = stuffed(message, chunk);
        assertThat(wire).isEqualTo(stuffed(message, 1)).endsWith(".\r\n");
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        String content = wire.substring(0, wire.length() - 3);
        assertThat(content.startsWith(".\r\n") || content.contains("\r\n.\r\n")).isFalse();
        assertThat(content.isEmpty() || content.endsWith("\r\n")).isTrue();
    }

    @Property(tries = 1000)
    void wellFormedMessagesComeOutAsTheyWere(
            @ForAll @StringLength(max = 20) @Chars({'.', '\n'}) @CharRange(from = 'a', to = 'b')
                    String lines,
            @ForAll @IntRange(min = 1, max = 12) int chunk)
            throws IOException {
        String message = lines.replace("\n", "\r\n") + "\r\n";
        String wire = stuffed(message, chunk);
        String unstuffed = ("\r\n" + wire.substring(0, wire.length() - 3)).replace("\r\n.", "\r\n");
        assertThat(unstuffed).isEqualTo("\r\n" + message);
    }

    private static String stuffed(String message, int chunk) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        try (DotStuffing stuffing = new DotStuffing(wire::write)) {
            for (int i = 0; i < octets.length; i += chunk) {
                stuffing.write(octets, i, Math.min(chunk, octets.length - i));
            }
            stuffing.end();
        }
        return wire.toString(StandardCharsets.ISO_8859_1);
    }
}
