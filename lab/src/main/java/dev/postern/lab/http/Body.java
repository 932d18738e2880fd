package dev.postern.lab.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Octets that do not change.
public final class Body {

    /// None.
    public static final Body EMPTY = new Body(new byte[0]);

    private final byte[] octets;

    private Body(byte[] octets) {
        this.octets = octets;
    }

    /// These octets, which the caller must not change any more.
    public static Body of(byte[] octets) {
        return new Body(octets);
    }

    /// This text in UTF-8.
    public static Body of(String text) {
        return new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return octets.length;
    }

    /// A copy of them.
    public byte[] octets() {
        return octets.clone();
    }

    /// As text in UTF-8.
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    void appendTo(ByteArrayOutputStream out, int count) {
        out.write(octets, 0, count);
    }
}
