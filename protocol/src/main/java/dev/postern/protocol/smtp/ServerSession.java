package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/// One client's session with an SMTP server, on a connection that was accepted.
///
/// [#run] speaks with the client on the calling thread until all is said. [#retire], [#cut] and
/// [#cutIfOverdue] are for every thread.
public final class ServerSession {

    /// Whose turn it is to write to the client.
    private enum Turn {
        /// The session's thread's.
        SESSION,
        /// Nobody's: the session waits for a command, and no message is under way.
        NOBODY,
        /// The thread's that ended it.
        RETIRED
    }

    private final AcceptedSocket socket;
    private final Exchange exchange;
    private final ServerRules rules;
    private final SmtpService service;
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.SESSION);
    private volatile boolean retiring;

    /// @param accepted belongs to the session from now on
    /// @param service for this session alone
    public ServerSession(Socket accepted, ServerRules rules, SmtpService service, Dialogue dialogue)
            throws IOException {
        this.socket = new AcceptedSocket(accepted, rules.deadlines().write());
        this.exchange = new Exchange(socket, rules.deadlines(), dialogue);
        this.rules = rules;
        this.service = service;
    }

    /// Holds the session; the connection is closed when it returns.
    ///
    /// @throws RuntimeException what the service threw, after the client has been told to try later
    public SessionEnd run() {
        try (ServerDialogue dialogue = new ServerDialogue(socket, rules, service, exchange)) {
            dialogue.begin();
            while (true) {
                awaitCommand(dialogue);
                dialogue.step();
            }
        } catch (SessionEndedException e) {
            e.farewell().ifPresent(this::sayFarewell);
            return e.end();
        } catch (IOException e) {
            return new SessionEnd(SessionEnd.Cause.GONE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            sayFarewell(Replies.OUR_FAULT);
            throw e;
        } finally {
            socket.close();
        }
    }

    /// Returns when the client has said something, or is in the midst of a message.
    private void awaitCommand(ServerDialogue dialogue) throws IOException {
        if (retiring && dialogue.atRest()) {
            throw SessionEndedException.retired();
        }
        if (exchange.input().pending()) {
            return;
        }
        exchange.flush();
        if (!dialogue.atRest()) {
            return;
        }
        turn.set(Turn.NOBODY);
        try {
            if (!retiring) {
                exchange.input().await();
            }
        } catch (IOException e) {
            takeTurn();
            throw e;
        }
        takeTurn();
        if (retiring) {
            throw SessionEndedException.retired();
        }
    }

    private void takeTurn() throws SessionEndedException {
        if (!turn.compareAndSet(Turn.NOBODY, Turn.SESSION)) {
            throw SessionEndedException.silently(new SessionEnd(SessionEnd.Cause.RETIRED, ""));
        }
    }

    private void sayFarewell(ServerReply farewell) {
        try {
            exchange.say(farewell);
            exchange.flush();
        } catch (IOException _) {
            // The client has gone before; it will not miss it.
        }
    }

    /// Ends the session as soon as no message is under way: at once if it waits for a command. The
    /// client is told. May wait for a client that does not listen.
    public void retire() {
        retiring = true;
        if (turn.compareAndSet(Turn.NOBODY, Turn.RETIRED)) {
            sayFarewell(Replies.RETIRED);
            socket.cut();
        }
    }

    /// Ends the session now; a message under way is lost to us, and the client knows it.
    public void cut() {
        socket.cut();
    }

    /// Ends the session if a wait for the client has taken so much longer than it may that the
    /// session cannot end it itself. Whoever holds sessions calls it every few seconds.
    ///
    /// @param now of [System#nanoTime]
    public void cutIfOverdue(long now) {
        socket.cutIfOverdue(now);
    }
}
