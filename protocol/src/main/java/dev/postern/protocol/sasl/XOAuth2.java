package dev.postern.protocol.sasl;

import java.nio.charset.StandardCharsets;

/// The mechanism XOAUTH2.
///
/// @param user the mailbox to open, which with client credentials is any that the application may
///   open
/// @param token a token for the server's resource
public record XOAuth2(String user, AccessToken token) implements Mechanism {

    public XOAuth2 {
        if (user.isEmpty() || user.indexOf(1) >= 0) {
            throw new IllegalArgumentException("not a user name: " + user.replace('\1', '?'));
        }
    }

    @Override
    public String name() {
        return "XOAUTH2";
    }

    @Override
    public byte[] initialResponse() {
        return ("user=" + user + "\1auth=Bearer " + token.value() + "\1\1")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// An empty line.
    @Override
    public byte[] respond(byte[] challenge) {
        return new byte[0];
    }
}
