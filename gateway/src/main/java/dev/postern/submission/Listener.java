package dev.postern.submission;

import dev.postern.account.Accounts;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.listen.Host;
import dev.postern.protocol.smtp.ServerSession;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.SessionEnd;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.relay.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Takes mail at one address and port.
///
/// Safe for use by many threads. [#close] ends it in order: no new connections; sessions that wait
/// for a command are told to come back later; those in the midst of a message may finish it, for a
/// time; then the rest is cut off.
public final class Listener implements AutoCloseable {

    private static final byte[] CROWDED =
            "421 4.7.0 Too many sessions; try again later\r\n".getBytes(StandardCharsets.US_ASCII);

    private final dev.postern.listen.Listener listener;

    private Listener(dev.postern.listen.Listener listener) {
        this.listener = listener;
    }

    /// Starts to take connections.
    ///
    /// @param drain how long [#close] lets messages finish
    /// @throws IOException if the address cannot be had
    public static Listener open(
            Profile profile, Accounts accounts, Relay relay, Events events, Duration drain)
            throws IOException {
        return new Listener(
                dev.postern.listen.Listener.open(
                        profile.place(),
                        new Desk(profile, accounts, relay, events),
                        events,
                        drain));
    }

    public int port() {
        return listener.port();
    }

    /// How many sessions there are.
    public int sessions() {
        return listener.sessions();
    }

    /// How many connections were turned away since the start because there were too many.
    public int turnedAway() {
        return listener.turnedAway();
    }

    @Override
    public void close() {
        listener.close();
    }

    /// Where SMTP is spoken.
    private record Desk(Profile profile, Accounts accounts, Relay relay, Events events)
            implements Host {

        @Override
        public String protocol() {
            return "smtp";
        }

        @Override
        public byte[] crowded() {
            return profile.rules().tls() instanceof TlsOffer.Implicit ? new byte[0] : CROWDED;
        }

        @Override
        public Session receive(Socket socket, InetAddress client) throws IOException {
            SubmissionService service = new SubmissionService(profile, accounts, relay, client);
            return new Visit(
                    new ServerSession(socket, profile.rules(), service, Dialogue.UNHEARD),
                    service,
                    client,
                    this);
        }

        @Override
        public void failed(String client, String why) {
            over(client, 0, why);
        }

        void over(String client, int taken, String end) {
            events.report(new Event.SessionOver(profile.place().entry(), client, taken, end));
        }
    }

    /// One client's session.
    private record Visit(
            ServerSession session, SubmissionService service, InetAddress client, Desk desk)
            implements Host.Session {

        @Override
        public void hold() {
            try {
                SessionEnd end = session.run();
                over(end.detail().isEmpty() ? end.cause().name() : end.detail());
            } catch (RuntimeException e) {
                // Our own mistake ends this session, and no other.
                over("a defect of Postern: " + e);
            }
        }

        private void over(String end) {
            desk.over(client.getHostAddress(), service.taken(), end);
        }

        @Override
        public void retire() {
            session.retire();
        }

        @Override
        public void cut() {
            session.cut();
        }

        @Override
        public void cutIfOverdue(long now) {
            session.cutIfOverdue(now);
        }
    }
}
