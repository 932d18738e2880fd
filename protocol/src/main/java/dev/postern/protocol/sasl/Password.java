package dev.postern.protocol.sasl;

/// A password as it goes over the wire. It shows itself to nobody.
///
/// @param value any text without NUL (RFC 4616 §2), not empty
public record Password(String value) {

    public Password {
        if (value.isEmpty() || value.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a password is not empty, and has no NUL");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
