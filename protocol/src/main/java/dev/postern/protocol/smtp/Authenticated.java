package dev.postern.protocol.smtp;

import dev.postern.protocol.sasl.SignIn;
import java.util.Optional;

/// What came of AUTH.
///
/// @param signIn what it means
/// @param reply what the server said in the end; empty if nothing was sent to it
public record Authenticated(SignIn signIn, Optional<Reply> reply) {}
