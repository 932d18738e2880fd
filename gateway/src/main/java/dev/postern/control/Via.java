package dev.postern.control;

import java.nio.file.Path;
import java.util.Optional;

/// A server that a message is handed to by SMTP instead of the queue on this machine.
///
/// @param server host and port
/// @param security when TLS begins
/// @param trust a PEM file with the only certificates to trust
/// @param user signs in with the password in the file
public record Via(String server, Security security, Optional<Path> trust, Optional<User> user) {

    /// When TLS begins.
    public enum Security {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    /// @param password a file whose first line it is
    public record User(String name, Path password) {}
}
