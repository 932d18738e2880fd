package dev.postern.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.script.ChunkedSource;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.DisconnectedException;
import dev.postern.protocol.wire.WireInput;
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
import org.junit.jupiter.params.provider.ValueSource;

class DotScannerTest {

    @Property(tries = 2000)
    void whatWasStuffedComesOutAsItWas(
            @ForAll
                    @StringLength(max = 30)
                    @Chars({'.', '\r', '\n'})
                    @CharRange(from = 'a', to = 'b')
                    String message,
            @ForAll @IntRange(min = 1, max = 12) int chunk)
            throws IOException {
        String whole = message.isEmpty() ? "" : message + "\r\n";
        assertThat(unstuffed(stuffed(whole) + ".\r\nrest", chunk)).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'.\r\n'|''",
                "'..\r\n.\r\n'|'.\r\n'",
                "'a\n.\r\nb\r\n.\r\n'|'a\n.\r\nb\r\n'",
                "'a\r.\r\nb\r\n.\r\n'|'a\r.\r\nb\r\n'",
                "'a\r\n.\nb\r\n.\r\n'|'a\r\n\nb\r\n'",
                "'a\r\n.\r.\r\n\r\n.\r\n'|'a\r\n\r.\r\n\r\n'",
                "'a\r\r\n.\r\n'|'a\r\r\n'"
            })
    void onlyCrlfDotCrlfIsTheEnd(String wire, String message) throws IOException {
        for (int chunk = 1; chunk <= wire.length(); chunk++) {
            assertThat(unstuffed(wire, chunk)).as("chunks of %d", chunk).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\r\n", "a\r\n.", "a\r\n.\r", "a\n.\n", "a\r\n.\n", "a\r.\r"})
    void withoutItsDotAMessageDoesNotEnd(String wire) {
        assertThatThrownBy(() -> unstuffed(wire, 1)).isInstanceOf(DisconnectedException.class);
    }

    private static String unstuffed(String wire, int chunk) throws IOException {
        WireInput input = new WireInput(new ChunkedSource(wire, chunk), "server", Dialogue.UNHEARD);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DotScanner scanner = new DotScanner(message::write);
        long _ = input.transfer(scanner);
        assertThat(scanner.octets()).isEqualTo(message.size());
        return message.toString(StandardCharsets.ISO_8859_1);
    }

    private static String stuffed(String message) {
        String stuffed = message.replace("\r\n.", "\r\n..");
        return stuffed.startsWith(".") ? "." + stuffed : stuffed;
    }
}
