package dev.postern.protocol.login;

import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.wire.AcceptedSocket;
import dev.postern.protocol.wire.Floor;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.LostClientException;
import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;

/// A server's side of a session until the client has signed in.
///
/// [#next] is called until it gives credentials; then either [#refuse] and [#next] again, or
/// [#admit], once. All that is for one thread; [#retire], [#cut] and [#cutIfOverdue] are for every
/// thread. Whoever opened it closes it; after [#admit] closing does nothing.
public final class Login implements AutoCloseable {

    private final Lobby lobby;
    private final AcceptedSocket socket;
    private final Tongue tongue;
    private final Floor floor = new Floor();
    private boolean greeted;
    private int refusals;
    private volatile boolean left;

    private Login(Lobby lobby, Tongue tongue) {
        this.lobby = lobby;
        this.socket = lobby.socket();
        this.tongue = tongue;
    }

    /// @param accepted belongs to the login from now on
    public static Login open(Socket accepted, LoginRules rules, Function<Lobby, Tongue> protocol)
            throws IOException {
        Lobby lobby = new Lobby(accepted, rules);
        return new Login(lobby, protocol.apply(lobby));
    }

    /// What the client wants.
    public sealed interface Turn {

        /// To sign in.
        record SignIn(Credentials credentials) implements Turn {}

        /// Nothing more: the session is over, and what was to be said has been said.
        record Over(SessionEnd end) implements Turn {}
    }

    /// Speaks with the client until it wants to sign in or the session is over. The first call
    /// greets.
    public Turn next() {
        try {
            greet();
            if (refusals >= lobby.limits().refusals()) {
                throw LoginOverException.because(Farewell.TOO_MANY_REFUSALS);
            }
            while (true) {
                awaitCommand();
                Optional<Credentials> credentials = tongue.command();
                if (credentials.isPresent()) {
                    return new Turn.SignIn(credentials.get());
                }
            }
        } catch (LoginOverException e) {
            e.farewell().ifPresent(this::say);
            return over(e.end());
        } catch (LostClientException e) {
            if (e.end().cause() == SessionEnd.Cause.LATE) {
                say(Farewell.LATE);
            }
            return over(e.end());
        } catch (IOException e) {
            return over(new SessionEnd(SessionEnd.Cause.GONE, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            say(Farewell.OUR_FAULT);
            throw e;
        }
    }

    private void greet() throws IOException {
        if (!greeted) {
            greeted = true;
            lobby.begin();
            tongue.greet();
        }
    }

    /// Returns when the client has said something.
    private void awaitCommand() throws IOException {
        if (!floor.retiring()) {
            if (lobby.pending()) {
                return;
            }
            lobby.flush();
            floor.rest(lobby::await);
        }
        if (floor.retiring()) {
            throw LoginOverException.because(Farewell.RETIRED);
        }
    }

    private Turn over(SessionEnd end) {
        try {
            lobby.flush();
        } catch (IOException _) {
            // The client has gone before; it will not miss it.
        }
        if (end.cause() == SessionEnd.Cause.REFUSED) {
            socket.linger();
        }
        socket.close();
        return new Turn.Over(end);
    }

    private void say(Farewell why) {
        try {
            lobby.say(tongue.farewell(why));
            lobby.flush();
        } catch (IOException _) {
            // The client has gone before; it will not miss it.
        }
    }

    /// Tells the client, in the words of its protocol, that it is not let in.
    public void refuse(Refusal refusal) throws IOException {
        refusals++;
        tongue.refuse(refusal);
        lobby.flush();
    }

    /// Tells the client that it is let in, and leaves the connection.
    ///
    /// @param capabilities of the server that it will speak with from now on, as that names them
    ///
    /// @throws LoginOverException if the client was promised what does not hold: it has been told
    ///   that it is not let in, and to come again
    public Leg admit(List<String> capabilities) throws IOException {
        try {
            tongue.admit(capabilities);
        } catch (LoginOverException e) {
            e.farewell().ifPresent(this::say);
            throw e;
        }
        Leg leg = lobby.leg();
        left = true;
        return leg;
    }

    /// Ends the session with a last word, in the midst of signing in.
    public void end(Farewell why) {
        say(why);
        close();
    }

    /// The TLS session; empty as long as the connection is in the clear.
    public Optional<SSLSession> tlsSession() {
        return lobby.tlsSession();
    }

    /// By which name the client has introduced itself, if it has.
    public Optional<String> hello() {
        return tongue.hello();
    }

    /// Ends the session as soon as the client is waited for: it is told. May wait for a client that
    /// does not listen.
    public void retire() {
        if (floor.retire()) {
            say(Farewell.RETIRED);
            socket.cut();
        }
    }

    /// Ends the session at once.
    public void cut() {
        if (!left) {
            socket.cut();
        }
    }

    /// Ends the session if a wait for the client has taken so much longer than it may that the
    /// session cannot end it itself. Whoever holds sessions calls it every few seconds.
    ///
    /// @param now of [System#nanoTime]
    public void cutIfOverdue(long now) {
        socket.cutIfOverdue(now);
    }

    @Override
    public void close() {
        if (!left) {
            socket.close();
        }
    }
}
