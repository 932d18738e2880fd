package dev.postern.protocol.login;

import dev.postern.protocol.sasl.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// How one protocol says what a [Login] has to say. For one session, called on its thread; only
/// [#farewell] may be called on any thread.
public interface Tongue {

    /// Greets; the connection is secured if that comes first.
    void greet() throws IOException;

    /// Reads one command and answers it, unless it wants to sign in.
    ///
    /// @return with what; the reply is still due
    /// @throws LoginOverException if nothing more can come of it
    Optional<Credentials> command() throws IOException;

    /// Answers the sign-in that was asked for last.
    void refuse(Refusal refusal) throws IOException;

    /// Answers the sign-in that was asked for last.
    ///
    /// @param capabilities of the server that the client will speak with from now on
    void admit(List<String> capabilities) throws IOException;

    /// The last line of a session that we end, without its CRLF.
    String farewell(Farewell why);

    /// By which name the client has introduced itself, if it has.
    Optional<String> hello();
}
