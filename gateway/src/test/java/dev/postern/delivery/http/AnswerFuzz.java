package dev.postern.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// A target of `bench/fuzz`: whatever a service of Microsoft's answers, its error is read or is not
/// there, and a wait is never longer than we wait.
public final class AnswerFuzz {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private AnswerFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        assertThat(RetryAfter.parse(text, NOW)).isBetween(Duration.ZERO, RetryAfter.MAX);
        JsonError error = JsonError.in(text);
        assertThat(error.words(text)).isNotNull();
        assertThat(JsonError.read(text)).isNotNull();
    }
}
