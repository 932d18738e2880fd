package dev.postern.proxy;

import dev.postern.account.Mailboxes;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.listen.Host;
import dev.postern.listen.Listener;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/// Takes clients at one address and port, and joins them to their mailboxes.
///
/// Safe for use by many threads. [#close] ends it in order: no new connections; clients that have
/// not signed in are told to come back later; sessions end as soon as nothing moves in them; after
/// a time the rest is cut off.
public final class ProxyListener implements AutoCloseable {

    private final Listener listener;

    private ProxyListener(Listener listener) {
        this.listener = listener;
    }

    /// What a proxy needs of the gateway; the same for all listeners.
    ///
    /// @param shared one for all, as the mailboxes are
    public record Surroundings(
            Mailboxes mailboxes,
            TokenSource tokens,
            Shared shared,
            Events events,
            InstantSource clock) {

        MailboxCaps caps() {
            return shared.caps;
        }

        Buffers buffers() {
            return shared.buffers;
        }
    }

    /// What all listeners have in common.
    public static final class Shared {

        private static final int BUFFERS_KEPT = 64;

        private final MailboxCaps caps;
        private final Buffers buffers = new Buffers(BUFFERS_KEPT);

        public Shared(InstantSource clock) {
            this.caps = new MailboxCaps(clock);
        }
    }

    /// Starts to take connections.
    ///
    /// @param drain how long [#close] waits for sessions
    /// @throws IOException if the address cannot be had
    public static ProxyListener open(Profile profile, Surroundings around, Duration drain)
            throws IOException {
        Desk desk = new Desk(new Joiner(profile, dialect(profile.protocol()), around), around);
        return new ProxyListener(Listener.open(profile.place(), desk, around.events(), drain));
    }

    private static Dialect dialect(Profile.Protocol protocol) {
        return switch (protocol) {
            case IMAP -> new ImapDialect();
            case POP3 -> new Pop3Dialect();
            case SMTP -> new SmtpDialect();
        };
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

    /// Where clients are received.
    private record Desk(Joiner joiner, Surroundings around) implements Host {

        private Profile profile() {
            return joiner.profile();
        }

        @Override
        public String protocol() {
            return joiner.dialect().name();
        }

        @Override
        public byte[] crowded() {
            return profile().rules().tls() instanceof TlsOffer.Implicit
                    ? new byte[0]
                    : joiner.dialect().crowded().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Session receive(Socket socket, InetAddress client) throws IOException {
            boolean welcome =
                    profile().networks().isEmpty()
                            || profile().networks().stream().anyMatch(one -> one.contains(client));
            if (!welcome) {
                throw new IOException(
                        client.getHostAddress() + " is in none of the listener's networks");
            }
            return new ProxySession(
                    joiner.dialect().answer(socket, profile().rules()), client, joiner, around);
        }

        @Override
        public void failed(String client, String why) {
            around.events()
                    .report(new Event.SessionOver(profile().place().entry(), client, 0, why));
        }
    }
}
