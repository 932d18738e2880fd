package dev.postern.protocol.sasl;

/// What a client signs in with. Its octets are wiped when signing in is over, so whoever wants to
/// keep the password copies it.
///
/// @param mechanism `PLAIN` or `LOGIN`, or the command that brought them
/// @param user the name as given
/// @param password UTF-8, or whatever an old device takes for text
public record Credentials(String mechanism, String user, byte[] password) {

    @Override
    public String toString() {
        return "Credentials[" + mechanism + ", " + user + ", ***]";
    }
}
