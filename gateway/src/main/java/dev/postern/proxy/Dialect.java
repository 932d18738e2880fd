package dev.postern.proxy;

import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.sasl.AccessToken;
import java.io.IOException;
import java.net.Socket;

/// What is different between IMAP, POP3 and SMTP for a proxy. One for each listener, since it may
/// remember what the server behind can do; safe for use by many threads.
interface Dialect {

    /// As events and the devices list name it: `IMAP`.
    String name();

    /// Begins to speak with a client.
    Login answer(Socket accepted, LoginRules rules) throws IOException;

    /// Connects to the server and signs in to a mailbox.
    ///
    /// @throws IOException if there is no connection, or it failed
    Joining join(Upstream upstream, String mailbox, AccessToken token) throws IOException;

    /// A line, with its CRLF, that a client may be sent at any time before the connection is
    /// closed; empty where there is no such thing.
    String parting();

    /// What the first octets say to a client that is turned away unheard, with CRLF.
    String crowded();
}
