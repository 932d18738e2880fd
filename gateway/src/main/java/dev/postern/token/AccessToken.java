package dev.postern.token;

/// An access token: a secret that opens a resource until it expires.
///
/// Visible ASCII without spaces (RFC 6750 §2.1), so that it cannot break out of the line, the
/// header or the SASL response it is put into.
public final class AccessToken {

    static final int LENGTH_MAX = 64 * 1024;

    private final String value;

    public AccessToken(String value) {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "an access token is 1 to %d visible ASCII characters".formatted(LENGTH_MAX));
        }
        this.value = value;
    }

    static boolean isWellFormed(String value) {
        return !value.isEmpty()
                && value.length() <= LENGTH_MAX
                && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// The secret itself, to be sent and nowhere else to be shown.
    public String value() {
        return value;
    }

    /// What the token says of itself, for diagnosis.
    public Claims claims() {
        return Claims.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken token && value.equals(token.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
