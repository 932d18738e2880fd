package dev.postern.delivery.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Corpus;
import dev.postern.delivery.Parcels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Broken in every way: cut short, octets changed, pieces doubled or put together wrongly.
@Tag("slow")
class MutatedMailTest {

    private static final List<Corpus.Message> CORPUS = Corpus.messages();
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    @Provide
    Arbitrary<byte[]> mutated() {
        Arbitrary<byte[]> message = Arbitraries.of(CORPUS).map(Corpus.Message::octets);
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 30_000);
        Arbitrary<byte[]> cut =
                Combinators.combine(message, place)
                        .as((m, n) -> Arrays.copyOf(m, Math.min(n, m.length)));
        Arbitrary<byte[]> flipped =
                Combinators.combine(message, place.list().ofMaxSize(20), Arbitraries.bytes())
                        .as(MutatedMailTest::flip);
        Arbitrary<byte[]> joined =
                Combinators.combine(message, message, place)
                        .as((a, b, n) -> concat(Arrays.copyOf(a, Math.min(n, a.length)), b));
        return Arbitraries.oneOf(cut, flipped, joined);
    }

    private static byte[] flip(byte[] message, List<Integer> places, byte with) {
        byte[] flipped = message.clone();
        for (int place : places) {
            if (place < flipped.length) {
                flipped[place] ^= (byte) (with | 1);
            }
        }
        return flipped;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    @Property(tries = 2_000)
    void jsonFormNeverFailsAndLosesNothing(@ForAll("mutated") byte[] message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageJson.write(Parcels.of(message), out, TEMPORARY);

        JsonNode json = new JsonMapper().readTree(out.toByteArray());
        assertThat(json.get("size").asLong()).isEqualTo(message.length);
        if (json.has("raw")) {
            assertThat(Base64.getDecoder().decode(json.get("raw").asString())).isEqualTo(message);
        }
    }

    @Property(tries = 1_000)
    void sidecarNeverFails(@ForAll("mutated") byte[] message) throws IOException {
        var parcel = Parcels.of(message);
        byte[] document = MessageFacts.document(parcel, Letterhead.read(parcel));

        assertThat(new JsonMapper().readTree(document).has("subject")).isTrue();
    }
}
