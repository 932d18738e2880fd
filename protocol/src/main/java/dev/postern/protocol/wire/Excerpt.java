package dev.postern.protocol.wire;

import java.nio.charset.StandardCharsets;

/// The beginning of a line, fit to be shown: shortened, and with every octet that is not printable
/// ASCII escaped. A backslash stays as it is, for IMAP is full of them: this is for people to read.
final class Excerpt {

    /// Long enough for any sentence a server writes, too short to hurt a log.
    static final int OCTETS_MAX = 512;

    private final StringBuilder text = new StringBuilder();
    private int octets;
    private boolean shortened;

    /// A CR, or a CR and its LF, that show only if something follows.
    private String lineEnd = "";

    /// Forgets everything.
    void clear() {
        text.setLength(0);
        octets = 0;
        shortened = false;
        lineEnd = "";
    }

    /// Appends octets as far as there is room.
    void add(byte[] source, int from, int to) {
        int end = Math.min(to, from + OCTETS_MAX - octets);
        for (int i = from; i < end; i++) {
            add(source[i] & 0xff);
        }
        octets += Math.max(0, end - from);
        if (end < to && !shortened) {
            shortened = true;
            text.append("…");
        }
    }

    /// Appends a remark of ours.
    void note(String remark) {
        if (octets < OCTETS_MAX) {
            octets += remark.length();
            text.append(lineEnd.isEmpty() ? "" : " ").append(remark);
            lineEnd = "";
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// An excerpt of a whole text.
    static String of(String line) {
        Excerpt excerpt = new Excerpt();
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        excerpt.add(octets, 0, octets.length);
        return excerpt.toString();
    }

    private void add(int octet) {
        if (octet == '\r' && lineEnd.isEmpty()) {
            lineEnd = "\\r";
        } else if (octet == '\n' && lineEnd.equals("\\r")) {
            lineEnd = "\\r\\n";
        } else {
            text.append(lineEnd);
            lineEnd = "";
            escape(octet);
        }
    }

    private void escape(int octet) {
        switch (octet) {
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            default -> {
                if (octet >= ' ' && octet < 0x7f) {
                    text.append((char) octet);
                } else {
                    text.append("\\x")
                            .append(Character.forDigit(octet >> 4, 16))
                            .append(Character.forDigit(octet & 0xf, 16));
                }
            }
        }
    }
}
