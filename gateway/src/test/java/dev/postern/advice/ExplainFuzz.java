package dev.postern.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A target of `bench/fuzz`: whatever text is to be explained, there is an explanation, or none, of
/// bounded length.
public final class ExplainFuzz {

    private ExplainFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Service service = List.of(Service.values()).get(input.length % Service.values().length);
        Explanation explanation = Advice.explain(text, service, Names.NONE);
        assertThat(explanation.toString()).hasSizeLessThan(200_000 + 20 * text.length());
    }
}
