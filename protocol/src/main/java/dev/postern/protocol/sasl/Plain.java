package dev.postern.protocol.sasl;

import java.nio.charset.StandardCharsets;

/// The mechanism PLAIN (RFC 4616): name and password, readable by whoever reads the connection.
///
/// @param user who signs in, and as whom
/// @param password theirs
public record Plain(String user, Password password) implements Mechanism {

    public Plain {
        if (user.isEmpty() || user.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not a user name: " + user.replace('\0', '?'));
        }
    }

    @Override
    public String name() {
        return "PLAIN";
    }

    /// RFC 4616 §2, without the authorization identity: it is the user's.
    @Override
    public byte[] initialResponse() {
        return ("\0" + user + "\0" + password.value()).getBytes(StandardCharsets.UTF_8);
    }

    /// Nothing: PLAIN has no challenges.
    @Override
    public byte[] respond(byte[] challenge) {
        return new byte[0];
    }
}
