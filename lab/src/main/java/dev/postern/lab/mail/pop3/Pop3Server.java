package dev.postern.lab.mail.pop3;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.Connection;
import dev.postern.lab.mail.net.Listener;
import dev.postern.lab.mail.net.Transport;
import java.io.IOException;

/// Exchange's POP3 server on a port of the loopback interface.
///
/// May be used from any thread. [#close] ends all sessions and waits for them.
public final class Pop3Server implements AutoCloseable {

    private final Listener listener;

    private Pop3Server(Listener listener) {
        this.listener = listener;
    }

    /// Starts to listen.
    ///
    /// @param port 0 for any that is free
    public static Pop3Server start(Exchange exchange, Transport transport, int port)
            throws IOException {
        return new Pop3Server(
                new Listener(
                        "lab-pop3",
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
        Talk talk = new Talk(exchange, Protocol.POP3, connection);
        talk.hold(new Pop3Session(talk, transport));
    }
}
