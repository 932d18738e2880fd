package dev.postern.protocol.pop3;

import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.login.Upcoming;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;

/// The server's side of a POP3 session until the client has signed in: USER and PASS, AUTH by PLAIN
/// and LOGIN, and what may be said before.
public final class Pop3Login {

    private Pop3Login() {}

    /// @param accepted belongs to the login from now on
    /// @param expected capabilities of the server that the client will speak with, as CAPA names
    ///   them
    public static Login open(Socket accepted, LoginRules rules, Supplier<List<String>> expected)
            throws IOException {
        return Login.open(accepted, rules, lobby -> new Pop3Tongue(lobby, new Upcoming(expected)));
    }
}
