package dev.postern.protocol.sasl;

/// What a client says to sign in by one mechanism of SASL. A value.
///
/// Octets here are bare; the protocols encode them in base64.
public interface Mechanism {

    /// The registered name, in upper case: some servers take no other.
    String name();

    /// Whether the server asks before it is told anything. Then the initial response never goes
    /// with the command, and a challenge is a question; else a challenge is a refusal with its
    /// reasons.
    default boolean serverFirst() {
        return false;
    }

    /// What the client says first. It is a credential: never show it.
    byte[] initialResponse();

    /// What the client answers when the server comes back with a challenge after the initial
    /// response. With the mechanisms of OAuth a challenge is a refusal with its reasons, and the
    /// answer only acknowledges it.
    byte[] respond(byte[] challenge);
}
