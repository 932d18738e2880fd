package dev.postern.protocol.smtp;

import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.login.Upcoming;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;

/// The server's side of an SMTP session until the client has signed in by PLAIN or LOGIN, where it
/// can do nothing else before.
public final class SmtpLogin {

    private SmtpLogin() {}

    /// @param accepted belongs to the login from now on
    /// @param expected extensions of the server that the client will speak with, as its reply to
    ///   EHLO names them
    public static Login open(Socket accepted, LoginRules rules, Supplier<List<String>> expected)
            throws IOException {
        return Login.open(accepted, rules, lobby -> new SmtpTongue(lobby, new Upcoming(expected)));
    }
}
