package dev.postern.lab.mail.smtp;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.Connection;
import dev.postern.lab.mail.net.Listener;
import dev.postern.lab.mail.net.Transport;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/// An SMTP server on a port of the loopback interface.
///
/// May be used from any thread. [#close] ends all sessions and waits for them.
public final class SmtpServer implements AutoCloseable {

    private final Exchange exchange;
    private final Service service;
    private final Listener listener;

    /// What makes one server another than the next.
    ///
    /// @param door by which name faults and the journal know it
    /// @param transport asked at each connection
    /// @param desks makes the one for a session
    public record Service(
            Protocol door, Supplier<Transport> transport, Function<Talk, Desk> desks) {}

    private SmtpServer(Exchange exchange, Service service, int port) throws IOException {
        this.exchange = exchange;
        this.service = service;
        listener =
                new Listener(
                        "lab-" + service.door().name().toLowerCase(Locale.ROOT),
                        port,
                        new Transport.Plain(),
                        this::serve);
    }

    /// Starts to listen.
    ///
    /// @param port 0 for any that is free
    public static SmtpServer start(Exchange exchange, Service service, int port)
            throws IOException {
        return new SmtpServer(exchange, service, port);
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve(Connection connection) throws IOException {
        Transport transport = service.transport().get();
        if (transport instanceof Transport.Implicit(var context)) {
            connection.secure(context);
        }
        Talk talk = new Talk(exchange, service.door(), connection);
        talk.hold(new SmtpSession(talk, transport, service.desks().apply(talk)));
    }
}
