package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.smtp.Transaction.End;
import dev.postern.protocol.smtp.Transaction.Stage;
import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.Pace;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/// A client's session with an SMTP server (RFC 5321), for one message after the other.
///
/// Used by one thread, which may be virtual; only [#close] is allowed to every thread, and ends
/// what is waiting. After an [IOException] the session is over and the connection closed; a message
/// that was being sent then was not taken.
public final class SmtpClient implements AutoCloseable {

    /// RFC 5321 §4.5.3.2: five minutes for a greeting, MAIL and RCPT, three for a block of data,
    /// ten for the final dot. A session lasts so long that a message begun near its end still
    /// arrives.
    public static final Deadlines DEADLINES =
            new Deadlines(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(3),
                    new Pace(0, Duration.ofMinutes(3)),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(10),
                    Duration.ofHours(2));

    /// What a server has for its farewell. Nothing depends on it.
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[[A-Za-z0-9.:]+]");

    private final ClientConversation conversation;
    private final String name;
    private final Reply greeting;
    private Extensions extensions = Extensions.NONE;
    private boolean leftOpen;

    private SmtpClient(ClientConversation conversation, String name, Reply greeting) {
        this.conversation = conversation;
        this.name = name;
        this.greeting = greeting;
    }

    /// Connects, greets and secures the connection as the endpoint wants it.
    ///
    /// @param name what we call ourselves: a domain name, or an address in brackets (RFC 5321
    ///   §4.1.3)
    /// @throws TurnedAwayException if the server wants no session with us
    /// @throws ProtocolException if it does not offer STARTTLS and the endpoint wants it
    /// @throws dev.postern.protocol.wire.UnreachableException if there is no connection, or no TLS
    public static SmtpClient connect(
            Endpoint endpoint, SSLContext tls, String name, Deadlines deadlines, Dialogue dialogue)
            throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name to greet with: " + name);
        }
        return greeted(Connection.open(endpoint, tls, deadlines, dialogue), name);
    }

    /// The same on a connection that has just been opened, and is closed if this fails.
    static SmtpClient greeted(Connection connection, String name) throws IOException {
        try {
            ClientConversation conversation = new ClientConversation(connection);
            SmtpClient client = new SmtpClient(conversation, name, greeting(conversation));
            client.hello();
            if (connection.endpoint().security() == Security.STARTTLS
                    && !client.secureIfOffered()) {
                throw conversation.complaint("does not offer STARTTLS, which we require");
            }
            return client;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Reply greeting(ClientConversation conversation) throws IOException {
        Reply greeting = conversation.reply(Wait.GREETING);
        if (greeting.positive()) {
            return greeting;
        }
        throw new TurnedAwayException(conversation.peer(), "with its greeting", greeting);
    }

    /// EHLO, or HELO with a server that does not know it (RFC 5321 §3.2).
    private void hello() throws IOException {
        Reply reply = conversation.ask("EHLO " + name);
        if (reply.positive()) {
            extensions = Extensions.of(reply.lines().subList(1, reply.lines().size()));
            return;
        }
        extensions = Extensions.NONE;
        if (reply.permanentFailure()) {
            reply = conversation.ask("HELO " + name);
        }
        if (!reply.positive()) {
            throw new TurnedAwayException(conversation.peer(), "at our greeting", reply);
        }
    }

    /// Secures the connection if the server offers it (RFC 3207), and greets anew: what it said
    /// before is forgotten.
    ///
    /// @return false if it does not offer it; nothing was said then
    /// @throws TurnedAwayException if it offers it, but refuses when asked
    public boolean secureIfOffered() throws IOException {
        if (!extensions.has("STARTTLS")) {
            return false;
        }
        Reply reply = conversation.ask("STARTTLS");
        if (!reply.positive()) {
            throw new TurnedAwayException(conversation.peer(), "when asked to start TLS", reply);
        }
        conversation.startTls();
        hello();
        return true;
    }

    /// With what the server greeted.
    public Reply greeting() {
        return greeting;
    }

    /// What the server offers now; before and after TLS, and after signing in, it may differ.
    public Extensions extensions() {
        return extensions;
    }

    /// The TLS session; empty if the connection is not secured.
    public Optional<SSLSession> tlsSession() {
        return conversation.connection().tlsSession();
    }

    /// Signs in. Credentials that anybody could read on the way are the caller's decision.
    public Authenticated authenticate(Mechanism mechanism) throws IOException {
        return new ClientAuthentication(conversation, mechanism).run(extensions.mechanisms());
    }

    /// Sends a message.
    ///
    /// @param octets how long it is
    /// @param message read once, to its end, and not closed; lines should end with CRLF
    /// @throws IOException if the session failed, or the reading of the message, before all of it
    ///   was sent. The server took it for nobody.
    public Transaction send(Envelope envelope, long octets, InputStream message)
            throws IOException {
        if (!usable()) {
            throw new IOException(conversation.peer() + " has ended the session");
        }
        if (leftOpen) {
            Reply reset = reset();
            if (!reset.positive()) {
                return new Transaction(
                        new End.Refused(Stage.MAIL, reset), List.of(), extensions.has("DSN"));
            }
        }
        Sending sending = new Sending(conversation, extensions, envelope);
        Transaction transaction = sending.run(octets, message);
        leftOpen = sending.leftOpen();
        return transaction;
    }

    /// Begins a transaction as this sender and gives it up again, which shows whether the server
    /// lets us use it; nothing is sent.
    ///
    /// @param sender in ASCII, see [AddrSpec#needsUtf8]
    /// @return the reply to MAIL
    public Reply trySender(AddrSpec sender) throws IOException {
        return tryEnvelope("MAIL FROM:<" + sender + ">");
    }

    /// The same with a recipient: whether the server would take a message for it from us.
    ///
    /// @return the reply to RCPT, or to MAIL if that was refused already
    public Reply tryRecipient(AddrSpec sender, AddrSpec recipient) throws IOException {
        return tryEnvelope("MAIL FROM:<" + sender + ">", "RCPT TO:<" + recipient + ">");
    }

    private Reply tryEnvelope(String mail, String... more) throws IOException {
        Reply reply = conversation.ask(mail);
        leftOpen |= reply.positive();
        for (String command : more) {
            reply = reply.positive() ? conversation.ask(command) : reply;
        }
        if (leftOpen && usable()) {
            Reply _ = reset();
        }
        return reply;
    }

    /// Forgets a transaction that was begun.
    public Reply reset() throws IOException {
        Reply reply = conversation.ask("RSET");
        leftOpen &= !reply.positive();
        return reply;
    }

    /// Does nothing, which shows whether the server is still there.
    public Reply noop() throws IOException {
        return conversation.ask("NOOP");
    }

    /// Whether another message can be sent: neither has the connection failed nor has the server
    /// said that it ends the session.
    public boolean usable() {
        return !conversation.over();
    }

    /// Takes leave. What the server says to that is of no interest, and not waited for long.
    public void quit() {
        try {
            if (usable()) {
                conversation.farewell(FAREWELL);
            }
        } catch (IOException _) {
            // It was quicker to hang up; nothing of value was left to say.
        } finally {
            close();
        }
    }

    /// Leaves the connection to somebody who goes on with it, after the replies to all that was
    /// sent; this session is over then, and closing it does nothing.
    public Leg detach() throws IOException {
        return conversation.connection().detach();
    }

    /// Ends the session at once. Safe from every thread, and more than once.
    @Override
    public void close() {
        conversation.connection().close();
    }
}
