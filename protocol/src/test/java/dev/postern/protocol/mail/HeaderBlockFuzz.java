package dev.postern.protocol.mail;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.script.Invariant;
import java.util.Arrays;
import java.util.List;

/// A target of `bench/fuzz`: whatever a message begins with, its fields can be shown, and no more
/// of them than a line or two; what follows the header changes nothing.
public final class HeaderBlockFuzz {

    private static final List<String> NAMES = List.of("Message-ID", "Subject", "From", "Date", "X");

    private HeaderBlockFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        HeaderBlock block = HeaderBlock.of(input);
        byte[] longer = Arrays.copyOf(input, input.length + 20);
        byte[] more =
                "\r\n\r\nSubject: other\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(more, 0, longer, input.length, more.length);
        HeaderBlock before = HeaderBlock.of(Arrays.copyOf(longer, input.length + more.length));
        for (String name : NAMES) {
            block.first(name)
                    .ifPresent(value -> {
                        holds(Invariant.isPrintable(value), value);
                        holds(!value.isBlank() && value.length() <= 2048, "too long, or nothing");
                    });
            holds(block.first(name).equals(before.first(name)), "text taken for the header");
        }
    }
}
