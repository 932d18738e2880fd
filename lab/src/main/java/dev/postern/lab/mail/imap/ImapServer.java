package dev.postern.lab.mail.imap;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.Connection;
import dev.postern.lab.mail.net.Listener;
import dev.postern.lab.mail.net.Transport;
import java.io.IOException;

/// Exchange's IMAP server on a port of the loopback interface.
///
/// May be used from any thread. [#close] ends all sessions and waits for them.
public final class ImapServer implements AutoCloseable {

    private final Listener listener;

    private ImapServer(Listener listener) {
        this.listener = listener;
    }

    /// Starts to listen.
    ///
    /// @param port 0 for any that is free
    public static ImapServer start(Exchange exchange, Transport transport, int port)
            throws IOException {
        return new ImapServer(
                new Listener(
                        "lab-imap",
                        port,
                        transport,
                        connection -> serve(exchange, transport, connection)));
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static void serve(Exchange exchange, Transport transport, Connection connection)
            throws IOException {
        Talk talk = new Talk(exchange, Protocol.IMAP, connection);
        talk.hold(new ImapSession(talk, transport));
    }
}
