package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.Moment;
import dev.postern.lab.mail.fault.Occasion;
import dev.postern.lab.mail.net.Connection;
import dev.postern.lab.mail.net.LineOutput;
import dev.postern.lab.mail.store.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// One client's session, as far as IMAP and POP3 agree: what is said and noted, who has signed in,
/// which faults strike. Used by the session's thread; by another one only while that one waits.
public final class Talk {

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
    void admit(String address, Instant end) throws IOException {
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

    /// Lets the network of this command be as faults want it, from now on.
    public void network() throws IOException {
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
        say(
                protocol == Protocol.POP3
                        ? blurt.line().replaceFirst("^\\* BYE ", "-ERR ")
                        : blurt.line());
        if (blurt.closes()) {
            flush();
            throw new SessionOver();
        }
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
