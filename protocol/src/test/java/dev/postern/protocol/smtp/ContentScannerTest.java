package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.wire.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentScannerTest {

    private static final ServerLimits WIDE =
            new ServerLimits(1_000_000, 1_000_000, 1_000_000, 1, 1, 1, 1);

    /// What came of scanning.
    ///
    /// @param end where the message ended, or -1
    private record Result(String content, int end, Optional<Flaw> flaw, boolean seemsEnded) {}

    /// Whatever comes, in whatever pieces: the end is where the text says that it is, and what is
    /// passed on is what a slow and simple reading of RFC 5321 gives.
    @Tag("slow")
    @Property(tries = 20_000)
    void itIsReadAsTheSimplestReaderWould(
            @ForAll
                    @StringLength(max = 24)
                    @Chars({'.', '\r', '\n', '\0', '\t', '\u00e9'})
                    @CharRange(from = 'a', to = 'b')
                    String wire,
            @ForAll @IntRange(min = 1, max = 24) int chunk) {
        Result result = scan(ContentScanner::ofData, WIDE, wire, chunk);
        int end = wire.startsWith(".\r\n") ? 3 : after(wire, "\r\n.\r\n");
        String message = end < 0 ? wire : wire.substring(0, end - 3);
        boolean clean = clean(message, end < 0);
        assertThat(result.end()).isEqualTo(end);
        if (end >= 0) {
            assertThat(result.flaw().isEmpty()).isEqualTo(clean);
        }
        if (clean && end >= 0) {
            assertThat(result.content()).isEqualTo(unstuffed(message));
        }
    }

    @Tag("slow")
    @Property(tries = 2000)
    void whatWasStuffedComesOutAsItWas(
            @ForAll @StringLength(max = 60) @Chars({'.', '\n'}) @CharRange(from = 'a', to = 'e')
                    String lines,
            @ForAll @IntRange(min = 1, max = 30) int chunk) {
        String message = lines.isEmpty() ? "" : lines.replace("\n", "\r\n") + "\r\n";
        String stuffed = ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2);
        Result result = scan(ContentScanner::ofData, WIDE, stuffed + ".\r\nMAIL", chunk);
        assertThat(result)
                .isEqualTo(new Result(message, stuffed.length() + 3, Optional.empty(), false));
    }

    @ParameterizedTest
    @MethodSource("dev.postern.protocol.smtp.Smuggling#sequences")
    void noOtherSequenceEndsTheMessage(String sequence) {
        String wire = "a" + sequence + "MAIL FROM:<b@example.cz>\r\n.\r\nNOOP";
        for (int chunk = 1; chunk <= wire.length(); chunk++) {
            Result result = scan(ContentScanner::ofData, WIDE, wire, chunk);
            assertThat(result.end()).as("chunks of %d", chunk).isEqualTo(wire.length() - 4);
            assertThat(result.flaw()).as("chunks of %d", chunk).isPresent();
            assertThat(result.content()).doesNotContain("MAIL");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a\n.\n', true", "'a\n.\r\n', true", "'a\r.\r', true", "'a\r\n.\n', true",
        "'a\nb\n', false", "'a\n.b\n', false", "'a\n..\r\n', false", "'a\r\nb\r\n', false"
    })
    void itIsKnownWhenAClientMayThinkThatItHasEnded(String wire, boolean seems) {
        for (int chunk = 1; chunk <= wire.length(); chunk++) {
            assertThat(scan(ContentScanner::ofData, WIDE, wire, chunk))
                    .matches(result -> result.end() < 0)
                    .matches(result -> result.seemsEnded() == seems);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'H: 1\r\n\r\nbody\r\n.\r\n', ",
        "'H: 1\r\nH: 12345678\r\n\r\n.\r\n', HEADER_TOO_LARGE",
        "'\r\n012345678901234567\r\n.\r\n', ",
        "'\r\n0123456789012345678\r\n.\r\n', LINE_TOO_LONG",
        "'\r\n01234\r\n01234\r\n01234\r\n012345\r\n.\r\n', ",
        "'\r\n01234\r\n01234\r\n01234\r\n0123456\r\n.\r\n', TOO_LARGE"
    })
    void limitsAreKept(String wire, Flaw flaw) {
        ServerLimits narrow = new ServerLimits(31, 16, 20, 1, 1, 1, 1);
        for (int chunk = 1; chunk <= wire.length(); chunk++) {
            Result result = scan(ContentScanner::ofData, narrow, wire, chunk);
            assertThat(result.flaw())
                    .as("chunks of %d", chunk)
                    .isEqualTo(Optional.ofNullable(flaw));
            assertThat(result.end()).isEqualTo(wire.length());
        }
    }

    @Test
    void aLineWithoutEndIsFoundOutBeforeItsEnd() {
        ServerLimits narrow = new ServerLimits(1000, 1000, 20, 1, 1, 1, 1);
        assertThat(scan(ContentScanner::ofData, narrow, "\r\n" + "x".repeat(30), 7).flaw())
                .contains(Flaw.LINE_TOO_LONG);
    }

    @Test
    void chunksKeepTheirDots() {
        assertThat(scan(ContentScanner::ofChunks, WIDE, "a\r\n.\r\n..b\r\n", 3))
                .isEqualTo(new Result("a\r\n.\r\n..b\r\n", -1, Optional.empty(), false));
    }

    @Test
    void aSinkThatFailsIsNotAskedAgain() {
        ContentScanner scanner =
                ContentScanner.ofData(
                        WIDE,
                        (octets, from, count) -> {
                            throw new IOException("full");
                        });
        byte[] wire = "a\r\nb\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(scanner.scan(wire, 0, 4)).isEqualTo(-1);
        assertThat(scanner.scan(wire, 4, wire.length)).isEqualTo(wire.length);
        assertThat(scanner.flaw()).contains(Flaw.NOT_TAKEN);
    }

    private interface Kind {
        ContentScanner over(ServerLimits limits, Sink sink);
    }

    private static Result scan(Kind kind, ServerLimits limits, String wire, int chunk) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ContentScanner scanner = kind.over(limits, content::write);
        byte[] octets = wire.getBytes(StandardCharsets.ISO_8859_1);
        int end = -1;
        for (int at = 0; at < octets.length && end < 0; at += chunk) {
            // Blocks lie anywhere in their buffer.
            int length = Math.min(chunk, octets.length - at);
            byte[] block = new byte[at % 11 + length + 3];
            Arrays.fill(block, (byte) '\n');
            System.arraycopy(octets, at, block, at % 11, length);
            int found = scanner.scan(block, at % 11, at % 11 + length);
            end = found < 0 ? -1 : at + found - at % 11;
        }
        return new Result(
                content.toString(StandardCharsets.ISO_8859_1),
                end,
                scanner.flaw(),
                scanner.seemsEnded());
    }

    private static int after(String text, String part) {
        int at = text.indexOf(part);
        return at < 0 ? -1 : at + part.length();
    }

    private static boolean clean(String message, boolean open) {
        String rest = message.replace("\r\n", "");
        return Stream.of("\r", "\n", "\0").noneMatch(rest::contains) || open;
    }

    private static String unstuffed(String message) {
        return ("\r\n" + message).replace("\r\n.", "\r\n").substring(2);
    }
}
