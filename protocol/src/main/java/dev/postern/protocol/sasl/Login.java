package dev.postern.protocol.sasl;

import java.nio.charset.StandardCharsets;

/// The mechanism LOGIN, which has no RFC: the server asks for the name, then for the password, and
/// what it calls them does not matter.
///
/// Exchange Online and Azure Communication Services offer it where others offer PLAIN.
///
/// @param user who signs in
/// @param password theirs
public record Login(String user, Password password) implements Mechanism {

    public Login {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a user name is not empty");
        }
    }

    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public boolean serverFirst() {
        return true;
    }

    /// The name, in answer to the first question.
    @Override
    public byte[] initialResponse() {
        return user.getBytes(StandardCharsets.UTF_8);
    }

    /// The password, in answer to the second.
    @Override
    public byte[] respond(byte[] challenge) {
        return password.value().getBytes(StandardCharsets.UTF_8);
    }
}
