package dev.postern.protocol.pop3;

/// What a command comes to.
///
/// @param <T> what was asked for
public sealed interface Answer<T> {

    /// The server gave it.
    record Given<T>(T value) implements Answer<T> {}

    /// The server did not.
    record Denied<T>(Refusal refusal) implements Answer<T> {}
}
