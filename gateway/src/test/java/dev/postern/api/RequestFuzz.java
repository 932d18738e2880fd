package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.Peer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A target of `bench/fuzz`: whatever request comes, its path, its fields, its signature, it gets
/// an answer of HTTP, and nobody who has not shown the password or the key has handed in a message.
public final class RequestFuzz {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private RequestFuzz() {}

    /// What Jazzer calls: method and target, fields, an empty line, the body.
    public static void fuzzerTestOneInput(byte[] input) throws InterruptedException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String[] lines = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
        byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(input, end + 2, input.length);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        String[] words = lines[0].split(" ", 2);
        OfficeStub office = new OfficeStub();
        Api api =
                new Api(
                        new Api.Surroundings(
                                office,
                                office,
                                new DeskStub(office),
                                InstantSource.fixed(NOW),
                                new Random(1),
                                "gate.example.cz"));
        Call call =
                new Call(
                        words[0],
                        words.length == 1 ? "/" : words[1],
                        headers,
                        new ByteArrayInputStream(body),
                        peer());
        Answer answer = api.answer(call);
        assertThat(answer.status()).isBetween(200, 599).isNotEqualTo(500);
        answer.headers()
                .forEach((name, value) ->
                        assertThat(value.chars().noneMatch(Character::isISOControl))
                                .as("%s: %s", name, value)
                                .isTrue());
        if (!office.taken.isEmpty()) {
            boolean shown =
                    headers.getOrDefault("authorization", "")
                            .toLowerCase(Locale.ROOT)
                            .startsWith("basic ");
            assertThat(shown || office.provings.get() > 0).as("let in").isTrue();
        }
    }

    private static Peer peer() {
        return new Peer(
                InetAddress.getLoopbackAddress(),
                Optional.empty(),
                "HTTP",
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1:8024");
    }
}
