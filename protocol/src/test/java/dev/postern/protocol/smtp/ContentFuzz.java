package dev.postern.protocol.smtp;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.script.Invariant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A target of `bench/fuzz`: whatever is in a message that we send, its end is where we put it, for
/// the strictest reader and for the laxest one; and what we read of it again is what we have sent.
public final class ContentFuzz {

    private static final ServerLimits WIDE =
            new ServerLimits(1_000_000, 1_000_000, 1_000_000, 1, 1, 1, 1);

    private ContentFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        int portion = input.length % 3 == 0 ? 1 : 1 + input.length % 5;
        sent(input, portion);
        received(input, portion);
    }

    private static void sent(byte[] message, int portion) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing(wire::write);
        for (int at = 0; at < message.length; at += portion) {
            stuffing.write(message, at, Math.min(portion, message.length - at));
        }
        stuffing.end();
        String text = wire.toString(StandardCharsets.ISO_8859_1);
        holds(text.replace("\r\n", "").matches("[^\r\n]*"), () -> "bare: " + text);
        holds(("\r\n" + text).indexOf("\r\n.\r\n") == text.length() - 3, () -> "ends: " + text);
        // A server that takes anything for a line's end sees no other end.
        holds(text.indexOf(0) < 0, () -> "NUL: " + text);
        String lax = "\n" + text.replaceAll("[\r\n]+", "\n");
        holds(lax.indexOf("\n.\n") == lax.length() - 3, () -> "a lax end: " + text);
        Scanned scanned = new Scanned(wire.toByteArray(), portion);
        holds(scanned.end == wire.size() && scanned.clean(), "another end for ourselves");
        String again = scanned.content.toString(StandardCharsets.ISO_8859_1);
        holds(again.equals(canonical(message)), () -> "changed: " + again);
    }

    /// What RFC 5321 makes of line ends: CRs before a CRLF vanish in it, the other bare ones are
    /// lines; NULs are nothing.
    private static String canonical(byte[] message) {
        String text =
                new String(message, StandardCharsets.ISO_8859_1)
                        .replace("\0", "")
                        .replaceAll("\r+\n", "\n")
                        .replaceAll("[\r\n]", "\r\n");
        return text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
    }

    private static void received(byte[] wire, int portion) {
        Scanned scanned = new Scanned(wire, portion);
        Scanned whole = new Scanned(wire, Math.max(1, wire.length));
        holds(scanned.end == whole.end, "another end in portions");
        String text = new String(wire, StandardCharsets.ISO_8859_1);
        int dot = text.startsWith(".\r\n") ? 3 : text.indexOf("\r\n.\r\n") + 5;
        holds(scanned.end == (dot == 4 ? -1 : dot), () -> "an end at " + scanned.end);
        if (scanned.end >= 0 && scanned.clean()) {
            String content = scanned.content.toString(StandardCharsets.ISO_8859_1);
            holds(Invariant.isOneLine(content.replace("\r\n", "")), () -> "bare: " + content);
            holds(
                    Arrays.equals(whole.content.toByteArray(), scanned.content.toByteArray()),
                    "other content in portions");
        }
    }

    /// What the receiving side makes of octets.
    private static final class Scanned {

        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final ContentScanner scanner = ContentScanner.ofData(WIDE, content::write);
        private final int end;

        Scanned(byte[] wire, int portion) {
            int found = -1;
            for (int at = 0; at < wire.length && found < 0; at += portion) {
                found = scanner.scan(wire, at, Math.min(at + portion, wire.length));
            }
            end = found;
        }

        boolean clean() {
            return scanner.flaw().isEmpty();
        }
    }
}
