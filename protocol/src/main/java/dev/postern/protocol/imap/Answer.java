package dev.postern.protocol.imap;

import java.util.function.Supplier;

/// What a command that asks for something comes to.
///
/// @param <T> what was asked for
public sealed interface Answer<T> {

    /// The server gave it.
    record Given<T>(T value) implements Answer<T> {}

    /// The server did not.
    record Denied<T>(Completion.Failure failure) implements Answer<T> {}

    /// The value if the command was completed with OK.
    static <T> Answer<T> of(Completion completion, Supplier<T> value) {
        return switch (completion) {
            case Completion.Ok _ -> new Given<>(value.get());
            case Completion.Failure failure -> new Denied<>(failure);
        };
    }
}
