package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.Moment;
import dev.postern.lab.mail.fault.Occasion;
import dev.postern.lab.mail.net.Connection;
import dev.postern.lab.mail.net.LineOutput;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.mail.store.Substitutes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// One client's session, as far as IMAP, POP3 and SMTP agree: what is said and noted, who has
/// signed in, which faults strike. Used by the session's thread; by another one only while that one
/// waits.
public final class Talk {

    /// Starts the remark about a session that ended by a mistake of the lab's own.
    public static final String FAILED = "the lab failed: ";

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Exchange exchange;
    private final Protocol protocol;
    private final Connection connection;
    private final Dialogue dialogue;
    private String mailbox = "";
    private Instant tokenEnds = Instant.MAX;
    private String command = Occasion.CONNECT;
    private boolean over;
    private @Nullable SSLContext upgrade;

    /// Starts the session's record in the journal.
    public Talk(Exchange exchange, Protocol protocol, Connection connection) {
        this.exchange = exchange;
        this.protocol = protocol;
        this.connection = connection;
        dialogue = exchange.journal().open(protocol);
    }

    public Exchange exchange() {
        return exchange;
    }

    public Protocol protocol() {
        return protocol;
    }

    public Connection connection() {
        return connection;
    }

    public LineOutput out() {
        return connection.out();
    }

    public Dialogue dialogue() {
        return dialogue;
    }

    /// Says a line, and notes it.
    public void say(String line) throws IOException {
        dialogue.server(line);
        out().line(line);
    }

    public void flush() throws IOException {
        out().flush();
    }

    /// The session is over when what is being said has been said.
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /// Goes over to TLS once the answer has been said.
    public void upgradeAfterAnswer(SSLContext context) {
        upgrade = context;
    }

    /// Ends an answer: sends it unless the client has said more already, and goes over to TLS if
    /// that was agreed.
    public void answered() throws IOException {
        SSLContext context = upgrade;
        if (over || context != null || !connection.in().hasMore()) {
            flush();
        }
        if (context != null) {
            upgrade = null;
            connection.secure(context);
        }
    }

    /// Names the command that is being done, in capitals.
    public void command(String verb) {
        command = verb;
    }

    /// The client has signed in to this mailbox.
    public void admit(String address, Instant end) throws IOException {
        mailbox = address;
        tokenEnds = end;
        connection.patience(PATIENCE);
    }

    /// The address of the mailbox; empty before a sign-in.
    public String mailbox() {
        return mailbox;
    }

    /// The command that is being done, as an occasion for faults.
    public Occasion occasion() {
        return Occasion.of(protocol, mailbox, command);
    }

    /// The fault of this kind that strikes the command.
    public <F extends Fault> Optional<F> take(Class<F> kind) {
        return exchange.faults().take(kind, occasion());
    }

    /// The fault of this kind that strikes this message.
    public <F extends Fault> Optional<F> take(Class<F> kind, Message message) {
        return exchange.faults().take(kind, occasion().about(message));
    }

    /// What one side of a protocol has to do in a session.
    public interface Script {

        /// Says what a server says first.
        void greet() throws IOException;

        /// Hears and answers one command.
        void step() throws IOException;

        /// What is said to a client that has been silent for too long.
        String farewell();

        /// Gives up what was begun and not finished. Comes once, before the journal says that the
        /// connection is over.
        default void end() {}
    }

    /// Holds the session from the greeting to the end.
    public void hold(Script script) throws IOException {
        try {
            network();
            interject(Moment.FIRST);
            script.greet();
            flush();
            while (!over) {
                script.step();
            }
        } catch (SocketTimeoutException _) {
            say(script.farewell());
            flush();
        } catch (SessionOver _) {
            dialogue.remark("closed by the lab");
        } catch (EOFException _) {
            dialogue.remark("the client has gone");
        } catch (IOException e) {
            dialogue.remark(String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            dialogue.remark(FAILED + e);
            throw e;
        } finally {
            script.end();
            dialogue.close();
        }
    }

    /// Lets happen what is to happen to the command before it is done; what is to be answered in
    /// its place.
    public Optional<Fault.Answer> strike() throws IOException {
        network();
        endWithToken();
        interject(Moment.FIRST);
        return take(Fault.Answer.class);
    }

    /// Lets happen what is to happen to a message before the command deals with it; what is to be
    /// answered in place of that.
    public Optional<Fault.Answer> strike(Message message) throws IOException {
        Optional<Fault.Cut> cut = take(Fault.Cut.class, message);
        if (cut.isPresent()) {
            out().plan(cut);
        }
        Optional<Fault.Blurt> blurt = take(Fault.Blurt.class, message);
        if (blurt.isPresent()) {
            interject(blurt.get());
        }
        return take(Fault.Answer.class, message);
    }

    /// What is sent as a message's content: the message, or what faults make of it.
    ///
    /// @param number of the message in its folder
    public MessageSource content(Message message, int number) throws IOException {
        if (take(Fault.Placeholder.class, message).isPresent()) {
            String name = protocol == Protocol.IMAP ? "IMAP4" : "POP3";
            return Substitutes.placeholder(name, number, message);
        }
        if (take(Fault.Rendition.class, message).isPresent()) {
            return Substitutes.rendition(message.source(), exchange.journal().downloads());
        }
        return message.source();
    }

    /// Lets the network of this command be as faults want it, from now on.
    private void network() throws IOException {
        out().plan(take(Fault.Cut.class));
        Optional<Fault.Latency> latency = take(Fault.Latency.class);
        if (latency.isPresent()) {
            flush();
            connection.pause(latency.get().time());
        }
    }

    /// Says what faults want to be said at this moment.
    ///
    /// @throws SessionOver if the session ends with it
    public void interject(Moment moment) throws IOException {
        Optional<Fault.Blurt> blurt =
                exchange.faults()
                        .take(Fault.Blurt.class, occasion(), one -> one.moment() == moment);
        if (blurt.isPresent()) {
            interject(blurt.get());
        }
    }

    /// Says what a fault wants to be said.
    ///
    /// @throws SessionOver if the session ends with it
    public void interject(Fault.Blurt blurt) throws IOException {
        say(blurt.line().replaceFirst("^\\* BYE ", farewell()));
        if (blurt.closes()) {
            flush();
            throw new SessionOver();
        }
    }

    private String farewell() {
        return switch (protocol) {
            case IMAP -> "* BYE ";
            case POP3 -> "-ERR ";
            case SMTP, HVE, ACS_SMTP, SMART_HOST -> "421 4.7.0 ";
        };
    }

    /// Ends the session if its token has ended, and a fault binds the two.
    ///
    /// @throws SessionOver if so
    public void endWithToken() throws IOException {
        boolean tokenOver = !exchange.clock().instant().isBefore(tokenEnds);
        if (tokenOver && take(Fault.TokenBound.class).isPresent()) {
            interject(Fault.Blurt.TOKEN_EXPIRED);
        }
    }
}
