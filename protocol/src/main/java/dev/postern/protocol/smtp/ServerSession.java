package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.AcceptedSocket;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Floor;
import dev.postern.protocol.wire.LostClientException;
import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.net.Socket;

/// One client's session with an SMTP server, on a connection that was accepted.
///
/// [#run] speaks with the client on the calling thread until all is said. [#retire], [#cut] and
/// [#cutIfOverdue] are for every thread.
public final class ServerSession {

    private final AcceptedSocket socket;
    private final Exchange exchange;
    private final ServerRules rules;
    private final SmtpService service;

    /// Free while the session waits for a command, and no message is under way.
    private final Floor floor = new Floor();

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
            if (e.end().cause() == SessionEnd.Cause.REFUSED) {
                socket.linger();
            }
            return e.end();
        } catch (LostClientException e) {
            if (e.end().cause() == SessionEnd.Cause.LATE) {
                sayFarewell(Replies.LATE);
            }
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
        if (floor.retiring() && dialogue.atRest()) {
            throw SessionEndedException.retired();
        }
        if (exchange.input().pending()) {
            return;
        }
        exchange.flush();
        if (!dialogue.atRest()) {
            return;
        }
        floor.rest(exchange.input()::await);
        if (floor.retiring()) {
            throw SessionEndedException.retired();
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
        if (floor.retire()) {
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
