package dev.postern.protocol.sasl;

import java.nio.charset.StandardCharsets;

/// The mechanism OAUTHBEARER (RFC 7628).
///
/// @param user the mailbox to open
/// @param token a token for the server's resource
public record OAuthBearer(String user, AccessToken token) implements Mechanism {

    public OAuthBearer {
        if (user.isEmpty() || user.indexOf(1) >= 0) {
            throw new IllegalArgumentException("not a user name: " + user.replace('\1', '?'));
        }
    }

    @Override
    public String name() {
        return "OAUTHBEARER";
    }

    /// RFC 7628 §3.1, the optional host and port left out; the name escaped as in RFC 5801 §4.
    @Override
    public byte[] initialResponse() {
        String authorization = user.replace("=", "=3D").replace(",", "=2C");
        return ("n,a=" + authorization + ",\1auth=Bearer " + token.value() + "\1\1")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A single `%x01`, in base64 `AQ==` (RFC 7628 §3.2.3).
    @Override
    public byte[] respond(byte[] challenge) {
        return new byte[] {1};
    }
}
