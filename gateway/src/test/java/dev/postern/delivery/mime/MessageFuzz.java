package dev.postern.delivery.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Parcels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A target of `bench/fuzz`: whatever a message is, it has a JSON form in which nothing of it is
/// lost and which is not many times as large, and it can be taken apart, or it is said why not.
public final class MessageFuzz {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final JsonMapper JSON = new JsonMapper();

    /// An octet of a control character has six in JSON, and a header field names of ours.
    private static final int GROWTH_MAX = 30;

    private MessageFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageJson.write(Parcels.of(input), out, TEMPORARY);
        assertThat(out.size()).isLessThan(GROWTH_MAX * (input.length + 200));
        JsonNode json = JSON.readTree(out.toByteArray());
        if (json.has("raw")) {
            assertThat(Base64.getDecoder().decode(json.get("raw").asString())).isEqualTo(input);
            assertThat(json.path("problems")).isNotEmpty();
        }
        for (boolean report : new boolean[] {true, false}) {
            switch (Dissection.of(Parcels.of(input), TEMPORARY, report)) {
                case Dissection.Impossible(String reason) -> assertThat(reason).isNotBlank();
                case Dissection.Whole(MessageParts parts) -> {
                    try (parts) {
                        long octets =
                                parts.attachments().stream().mapToLong(one -> one.size()).sum();
                        assertThat(octets).isLessThanOrEqualTo(input.length);
                    }
                }
            }
        }
    }
}
