package dev.postern.lab.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a client says to sign in by the SASL mechanism XOAUTH2.
///
/// @param user the mailbox it wants
/// @param token never to be shown
public record Xoauth2(String user, String token) {

    private static final String BEARER = "auth=Bearer ";

    /// Reads `user=…^Aauth=Bearer …^A^A` in Base64; empty if it is anything else.
    public static Optional<Xoauth2> decode(String base64) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // whatever it is, it is no sign-in
        }
        String[] fields = text.split("\u0001", -1);
        boolean whole =
                fields.length == 4
                        && fields[0].startsWith("user=")
                        && fields[1].startsWith(BEARER)
                        && fields[2].isEmpty()
                        && fields[3].isEmpty();
        return whole
                ? Optional.of(
                        new Xoauth2(fields[0].substring(5), fields[1].substring(BEARER.length())))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Xoauth2[user=" + user + ", token=***]";
    }
}
