package dev.postern.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalInputTest {

    @ParameterizedTest
    @CsvSource({
        "'',''",
        "a,a|",
        "a~b~,a|b|",
        "a^~b^~,a|b|",
        "a^b,a|b|",
        "a^^~b,a||b|",
        "~~a,||a|",
        "a^,a|",
        ".~a,.|a|",
        "a~..~,a|..|"
    })
    void everyLineEndsWithCrlf(String given, String expected) throws IOException {
        assertThat(read(wire(given), false)).isEqualTo(expected.replace("|", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"a~.~b,a|", "a~.,a|", "a^~.^~b,a|", ".~a,''", "a~.b~,a|.b|", "a.~,a.|"})
    void loneDotEndsTheMessageWhereItIsToEndIt(String given, String expected) throws IOException {
        assertThat(read(wire(given), true)).isEqualTo(expected.replace("|", "\r\n"));
    }

    @Test
    void octetsThatAreNoTextPassUnchanged() throws IOException {
        byte[] octets = {0, 1, (byte) 0xff, (byte) 0x80, '\n'};

        assertThat(new CanonicalInput(new ByteArrayInputStream(octets), false).readAllBytes())
                .containsExactly(0, 1, 0xff, 0x80, '\r', '\n');
    }

    private static String wire(String text) {
        return text.replace('^', '\r').replace('~', '\n');
    }

    private static String read(String given, boolean dotEnds) throws IOException {
        byte[] octets = given.getBytes(StandardCharsets.US_ASCII);
        return new String(
                new CanonicalInput(new ByteArrayInputStream(octets), dotEnds).readAllBytes(),
                StandardCharsets.US_ASCII);
    }
}
