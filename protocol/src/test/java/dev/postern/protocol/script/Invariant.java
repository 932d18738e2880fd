package dev.postern.protocol.script;

import dev.postern.protocol.wire.Dialogue;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// What the targets of `bench/fuzz` hold against whatever comes.
public final class Invariant {

    private static final int GUESSED = 5;

    private Invariant() {}

    /// @param found what speaks against it
    public static void holds(boolean holds, Supplier<String> found) {
        if (!holds) {
            throw new AssertionError(found.get());
        }
    }

    public static void holds(boolean holds, String found) {
        holds(holds, () -> found);
    }

    /// Everything said to a peer consists of whole lines, and no line has a CR, LF or NUL in it.
    ///
    /// @return the lines, one character an octet
    public static String[] lines(byte[] heard) {
        String text = new String(heard, StandardCharsets.ISO_8859_1);
        holds(text.isEmpty() || text.endsWith("\r\n"), () -> "no end of the line: " + text);
        String[] lines = text.split("\r\n");
        for (String line : lines) {
            holds(isOneLine(line), () -> "more than a line: " + line);
        }
        return lines;
    }

    /// A dialogue that is kept, and has nothing in it that a log should not have.
    public static Dialogue overhearing(StringBuilder overheard) {
        return new Dialogue() {
            @Override
            public void sent(String line) {
                holds(isPrintable(line), line);
                overheard.append(line);
            }

            @Override
            public void received(String line) {
                holds(isPrintable(line), line);
                overheard.append(line);
            }
        };
    }

    /// What was overheard has no secret in it, unless the peer has guessed a good part of it.
    public static void keepsSecret(String secret, byte[] said, StringBuilder overheard) {
        if (overheard.indexOf(secret) < 0) {
            return;
        }
        String peer = new String(said, StandardCharsets.ISO_8859_1);
        boolean guessed = false;
        for (int i = 0; i + GUESSED <= secret.length(); i++) {
            guessed |= peer.contains(secret.substring(i, i + GUESSED));
        }
        holds(guessed, () -> "it is told: " + overheard);
    }

    /// Whether nothing in a text could end its line.
    public static boolean isOneLine(String text) {
        return text.indexOf('\r') < 0 && text.indexOf('\n') < 0 && text.indexOf(0) < 0;
    }

    /// Whether a text can be shown to a person and written into a log.
    public static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
