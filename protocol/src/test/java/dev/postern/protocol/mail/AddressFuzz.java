package dev.postern.protocol.mail;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.script.Invariant;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A target of `bench/fuzz`: what is taken for an address is one on every wire, and the same when
/// it is read again.
public final class AddressFuzz {

    private AddressFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        address(new String(input, StandardCharsets.UTF_8));
        // From JSON come halves of pairs as well, which no decoder gives.
        char[] any = new char[input.length / 2];
        for (int i = 0; i < any.length; i++) {
            any[i] = (char) ((input[2 * i] & 0xff) << Byte.SIZE | (input[2 * i + 1] & 0xff));
        }
        address(new String(any));
        String text = new String(input, StandardCharsets.ISO_8859_1);
        EnhancedStatus.parse(text)
                .ifPresent(status ->
                        holds(
                                EnhancedStatus.parse(status.toString()).equals(Optional.of(status)),
                                text));
    }

    private static void address(String text) {
        Optional<AddrSpec> parsed = AddrSpec.parse(text);
        if (parsed.isEmpty()) {
            return;
        }
        AddrSpec address = parsed.get();
        String written = address.toString();
        byte[] wire = written.getBytes(StandardCharsets.UTF_8);
        holds(wire.length <= AddrSpec.OCTETS_MAX, "too long for a path");
        holds(Invariant.isOneLine(written) && Invariant.isPrintable(written), "not printable");
        holds(AddrSpec.parse(written).equals(parsed), () -> "not the same again: " + written);
        holds(new String(wire, StandardCharsets.UTF_8).equals(written), "another one on the wire");
        holds(
                address.needsUtf8() || wire.length == written.length(),
                () -> "needs UTF-8: " + written);
        boolean quoted = address.local().startsWith("\"");
        holds(
                quoted
                        || written.chars().noneMatch(c -> " <>(),;:\\\"".indexOf(c) >= 0)
                        || address.domain().startsWith("["),
                () -> "could end a path: " + written);
    }
}
