package dev.postern.protocol.imap;

import java.io.IOException;

/// Gathers from the responses of a server what belongs to one command.
///
/// @param <T> what the command comes to
interface Reply<T> {

    /// All commands sent before are completed: the server deals with this one now.
    default void begin() {}

    /// Takes a response, if it is for this command.
    ///
    /// @return whether it was
    default boolean take(Response.Untagged response) throws IOException {
        return false;
    }

    /// The command is completed.
    T finish(Completion completion) throws IOException;
}
