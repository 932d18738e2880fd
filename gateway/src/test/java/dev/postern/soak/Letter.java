package dev.postern.soak;

import java.nio.charset.StandardCharsets;

/// A message that was handed in, as it is known again although fields were put before it.
final class Letter {

    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String FIELD = "Message-ID: ";

    private Letter() {}

    /// Its Message-ID and the digest of its body.
    static String key(byte[] octets) {
        int end = indexOf(octets, END);
        String header = new String(octets, 0, end, StandardCharsets.ISO_8859_1);
        int id = header.indexOf(FIELD);
        String known =
                id < 0 ? "" : header.substring(id + FIELD.length()).lines().findFirst().orElse("");
        return known + " " + Digests.of(octets, Math.min(octets.length, end + END.length));
    }

    private static int indexOf(byte[] octets, byte[] wanted) {
        for (int i = 0; i + wanted.length <= octets.length; i++) {
            if (java.util.Arrays.equals(octets, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return octets.length;
    }
}
