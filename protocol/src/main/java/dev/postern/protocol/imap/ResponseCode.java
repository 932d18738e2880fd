package dev.postern.protocol.imap;

/// A response code: what a status response says to programs (RFC 3501 §7.1).
///
/// @param name in upper case, such as `UIDVALIDITY`
/// @param argument what follows the name, or empty
public record ResponseCode(String name, String argument) {

    /// Whether it is the code of this name.
    public boolean is(String other) {
        return name.equals(other);
    }
}
