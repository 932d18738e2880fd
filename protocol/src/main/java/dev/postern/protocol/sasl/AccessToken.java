package dev.postern.protocol.sasl;

/// A bearer token of OAuth 2. Whoever has it may read the mailbox, so it shows itself to nobody.
///
/// @param value the token as it goes over the wire: visible ASCII (RFC 6750 §2.1)
public record AccessToken(String value) {

    public AccessToken {
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "an access token is visible ASCII characters, at least one");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
