package dev.postern.protocol.imap;

import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import java.io.IOException;
import java.net.Socket;

/// The server's side of an IMAP session until the client has signed in (RFC 3501 §3.1): LOGIN,
/// AUTHENTICATE by PLAIN and LOGIN, and what may be said before.
public final class ImapLogin {

    private ImapLogin() {}

    /// @param accepted belongs to the login from now on
    public static Login open(Socket accepted, LoginRules rules) throws IOException {
        return Login.open(accepted, rules, ImapTongue::new);
    }
}
