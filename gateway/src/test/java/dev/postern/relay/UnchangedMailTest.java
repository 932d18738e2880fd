package dev.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a message is like, nothing of it changes but what the relay says that it changes.
class UnchangedMailTest {

    private static final Set<String> ADDED = Set.of("Received:", "From:", "Date:", "Message-ID:");

    static List<Corpus.Message> corpus() {
        return Corpus.messages();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void realMailPassesOctetForOctet(Corpus.Message message) throws Exception {
        // As a client sends it: CRLF, whatever it was.
        byte[] sent =
                new String(message.octets(), StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        check(sent, 1000);
    }

    @Tag("slow")
    @Property(tries = 2000)
    void anyMailPassesOctetForOctetHoweverItIsCut(
            @ForAll("messages") byte[] message, @ForAll @IntRange(min = 1, max = 5000) int step)
            throws Exception {
        check(message, step);
    }

    /// Oracle: what is stored is some of the fields that may be added, and then what was sent; with
    /// an empty line where it had none.
    private static void check(byte[] sent, int step) throws InterruptedException {
        Desk desk = new Desk();
        switch (desk.send(Desk.anybody(), Desk.envelope("a@example.cz"), sent, step)) {
            case Receipt.Declined(Refusal why) -> {
                assertThat(why.words()).matches(".*(stands alone|octet 0|more than one From).*");
                assertThat(desk.intake.open).isZero();
            }
            case Receipt.Taken _ -> {
                String stored = desk.intake.lastText();
                String original = new String(sent, StandardCharsets.ISO_8859_1);
                assertThat(withoutTop(stored, original)).isEqualTo(original);
            }
        }
    }

    private static String withoutTop(String stored, String original) {
        String rest = stored;
        while (!rest.equals(original)) {
            String name = rest.substring(0, rest.indexOf(':') + 1);
            if (!ADDED.contains(name)) {
                return withoutEmptyLine(rest, original);
            }
            int end = rest.indexOf("\r\n");
            while (rest.startsWith("\t", end + 2)) {
                end = rest.indexOf("\r\n", end + 2);
            }
            if (original.startsWith(name) && !stored.startsWith(rest)) {
                String after = withoutEmptyLine(rest, original);
                if (after.equals(original)) {
                    return after;
                }
            }
            rest = rest.substring(end + 2);
        }
        return rest;
    }

    /// Without the first empty line that the original does not have there.
    private static String withoutEmptyLine(String rest, String original) {
        int same = 0;
        while (same < Math.min(rest.length(), original.length())
                && rest.charAt(same) == original.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - 2);
        for (int at = same; at >= from; at--) {
            if (rest.startsWith("\r\n", at)) {
                String without = rest.substring(0, at) + rest.substring(at + 2);
                if (without.equals(original)) {
                    return without;
                }
            }
        }
        return rest;
    }

    @Provide
    Arbitrary<byte[]> messages() {
        Arbitrary<String> name =
                Arbitraries.of("Subject", "To", "X-Trace", "Received", "Content-Type", "date ");
        Arbitrary<String> value =
                Arbitraries.strings()
                        .withChars("abc @<>\"\t\u00e9:;,()")
                        .ofMaxLength(60)
                        .map(text -> " v" + text);
        Arbitrary<String> field =
                Combinators.combine(
                                name, value, Arbitraries.of("", "\r\n\tfolded", "\r\n  x\r\n y"))
                        .as((n, v, fold) -> n + ":" + v + fold + "\r\n");
        Arbitrary<String> line =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(30, field),
                        net.jqwik.api.Tuple.of(
                                1,
                                Arbitraries.of(
                                        "no field\r\n", " \r\n", ": x\r\n", "From: a@b.cz\r\n")));
        Arbitrary<String> body =
                Arbitraries.strings()
                        .withChars("xyz \r\n.\u0000\u00ff:")
                        .ofMaxLength(4000)
                        .map(text -> text);
        return Combinators.combine(
                        line.list().ofMaxSize(60), Arbitraries.of("\r\n", "\r\n", "\r\n", ""), body)
                .as((lines, gap, text) ->
                        String.join("", lines) + gap + (gap.isEmpty() ? "" : text))
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
