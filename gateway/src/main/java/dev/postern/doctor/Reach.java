package dev.postern.doctor;

import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Pace;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// The steps with which every chain over the network begins: the name, the connection, TLS. A
/// value.
///
/// @param clock tells how long certificates are still good
public record Reach(Endpoint endpoint, SSLContext trust, InstantSource clock) {

    /// A person waits for the answer, so every wait is short.
    static final Deadlines QUICK =
            new Deadlines(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(15),
                    new Pace(1024, Duration.ofSeconds(15)),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(90));

    private static final int SHOWN = 3;

    /// Opens a connection of some protocol.
    ///
    /// @param <C> a client
    @FunctionalInterface
    interface Opener<C extends AutoCloseable> {
        C open(SSLContext trust, Dialogue line) throws IOException;
    }

    /// Connects and secures, and hangs up.
    void only(Chart chart) throws OverException, InterruptedException {
        Connection connection =
                open(
                        chart,
                        Service.OTHER,
                        (tls, line) -> Connection.open(endpoint, tls, QUICK, line));
        connection.close();
    }

    /// Connects and secures.
    ///
    /// @param service whose greeting it is, if there is one
    <C extends AutoCloseable> C open(Chart chart, Service service, Opener<C> opener)
            throws OverException, InterruptedException {
        resolve(chart);
        Line line = new Line();
        try {
            C client = opener.open(trust, line);
            connected(chart, line);
            if (endpoint.security() != Security.NONE) {
                new TlsLook(endpoint, clock).secured(chart, line);
            }
            return client;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while reaching " + endpoint);
            }
            throw ended(chart, line, new Attempt<>(service, opener, e));
        }
    }

    /// The system's resolver alone limits how long it takes.
    private void resolve(Chart chart) throws OverException {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(endpoint.host());
            String some =
                    Arrays.stream(addresses)
                            .limit(SHOWN)
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(", "));
            String more = addresses.length > SHOWN ? ", …" : "";
            chart.fine(Step.NAME, endpoint.host() + " is " + some + more);
        } catch (UnknownHostException e) {
            throw chart.failed(
                    Step.NAME,
                    Troubles.of("dns", "The name %s has no address.".formatted(endpoint.host()))
                            .cause(
                                    "The name is misspelt in the settings, or of another cloud.",
                                    Troubles.bash("Ask for it.", "getent hosts " + quotedHost()))
                            .cause(
                                    "This machine's name server is not reached, or does not answer for names outside.",
                                    Troubles.bash(
                                            "See which name server is asked.",
                                            "cat /etc/resolv.conf; getent hosts login.microsoftonline.com"))
                            .ailment(
                                    "We asked this machine's resolver for " + endpoint.host() + ".",
                                    words(e)));
        }
    }

    private void connected(Chart chart, Line line) {
        chart.until(line.connectedAt())
                .fine(Step.CONNECTION, "%s answers at %s".formatted(endpoint, line.peer()));
    }

    private record Attempt<C extends AutoCloseable>(
            Service service, Opener<C> opener, IOException failure) {}

    private <C extends AutoCloseable> OverException ended(
            Chart chart, Line line, Attempt<C> attempt) {
        if (!line.stood()) {
            return chart.failed(Step.CONNECTION, unconnected(attempt.failure()));
        }
        connected(chart, line);
        boolean greeted = Greetings.refused(attempt.failure()).isPresent();
        if (endpoint.security() != Security.NONE && line.session().isEmpty() && !greeted) {
            return new TlsLook(endpoint, clock).failed(chart, attempt.opener(), attempt.failure());
        }
        if (line.session().isPresent()) {
            new TlsLook(endpoint, clock).secured(chart, line);
        }
        String said = Greetings.refused(attempt.failure()).orElse(words(attempt.failure()));
        return chart.failed(
                Step.CAPABILITIES,
                Ailment.of(
                        "We connected to %s and waited for its greeting.".formatted(endpoint),
                        Evidence.of(Stage.ANY, attempt.service(), said, Names.NONE)));
    }

    private Ailment unconnected(IOException e) {
        return Troubles.of("tcp", "No connection to %s can be made.".formatted(endpoint))
                .cause(
                        "A firewall between here and there lets nothing pass to port %d."
                                .formatted(endpoint.port()),
                        Troubles.bash(
                                "Try it from this machine.",
                                "nc -vz -w 10 %s %d".formatted(quotedHost(), endpoint.port())),
                        Troubles.say(
                                "Have connections from this machine to %s allowed."
                                        .formatted(endpoint)))
                .cause("The port in the settings is wrong, or nothing listens there.")
                .ailment("We connected to %s.".formatted(endpoint), words(e));
    }

    private String quotedHost() {
        return Troubles.quoted(endpoint.host());
    }

    static String words(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
