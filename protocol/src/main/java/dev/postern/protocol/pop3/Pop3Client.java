package dev.postern.protocol.pop3;

import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.Sink;
import dev.postern.protocol.wire.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/// A client's session with a POP3 server.
///
/// Commands on messages return a [Pending]. If the server announced PIPELINING (RFC 2449 §6.6),
/// several are under way at once; if not, each is sent when the reply to the one before has come,
/// and the caller need not care.
///
/// Used by one thread, which may be virtual; only [#close] is allowed to every thread, and ends
/// what is waiting. After an [IOException] the session is over, the connection closed, and nothing
/// deleted.
public final class Pop3Client implements AutoCloseable {

    /// Eighteen digits fit into a long, whatever they are.
    private static final int DIGITS_MAX = 18;

    private final Conversation conversation;
    private final String greeting;
    private Optional<Capabilities> capabilities = Optional.empty();

    private Pop3Client(Conversation conversation, String greeting) {
        this.conversation = conversation;
        this.greeting = greeting;
    }

    /// Connects and waits for the greeting; the connection is secured when it returns.
    ///
    /// @param tls whom to trust
    /// @throws TurnedAwayException if the server greets with `-ERR`
    public static Pop3Client connect(
            Endpoint endpoint, SSLContext tls, Deadlines deadlines, Dialogue dialogue)
            throws IOException {
        return greeted(Connection.open(endpoint, tls, deadlines, dialogue));
    }

    /// The same on a connection that has just been opened, and is closed if this fails.
    static Pop3Client greeted(Connection connection) throws IOException {
        try {
            Conversation conversation = new Conversation(connection);
            Pop3Client client = new Pop3Client(conversation, greeting(conversation));
            if (connection.endpoint().security() == Security.STARTTLS) {
                client.startTls();
            }
            return client;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static String greeting(Conversation conversation) throws IOException {
        return switch (conversation.status(Wait.GREETING)) {
            case Conversation.Status.Ok(String text) -> text;
            case Conversation.Status.Err(Refusal refusal) ->
                    throw new TurnedAwayException(conversation.peer(), refusal);
            case Conversation.Status.Continue _ ->
                    throw conversation.complaint("did not begin with a greeting");
        };
    }

    /// RFC 2595 §4.
    private void startTls() throws IOException {
        conversation.say("STLS", "STLS");
        if (conversation.answer() instanceof Answer.Denied<String>(Refusal refusal)) {
            throw new ProtocolException(
                    conversation.peer() + " refused to start TLS", refusal.toString());
        }
        conversation.connection().startTls();
    }

    /// The words with which the server greeted.
    public String greeting() {
        return greeting;
    }

    /// The TLS session; empty if the connection is not secured.
    public Optional<SSLSession> tlsSession() {
        return conversation.connection().tlsSession();
    }

    /// What the server can do, asked for at most once before and once after signing in. A server
    /// without CAPA can do nothing in particular.
    public Capabilities capabilities() throws IOException {
        if (capabilities.isEmpty()) {
            conversation.settle();
            conversation.say("CAPA", "CAPA");
            Capabilities asked =
                    conversation.answer() instanceof Answer.Given
                            ? Capabilities.of(conversation.lines())
                            : Capabilities.NONE;
            capabilities = Optional.of(asked);
            if (asked.has("PIPELINING")) {
                conversation.pipeline();
            }
        }
        return capabilities.get();
    }

    /// Signs in.
    public SignIn authenticate(Mechanism mechanism) throws IOException {
        conversation.settle();
        SignIn signIn =
                new Authentication(conversation, mechanism).run(capabilities().mechanisms());
        if (signIn instanceof SignIn.Accepted) {
            capabilities = Optional.empty();
        }
        return signIn;
    }

    /// How many messages there are.
    public Pending<Answer<Maildrop>> stat() throws IOException {
        return conversation.start(
                "STAT",
                () ->
                        switch (conversation.answer()) {
                            case Answer.Given<String>(String text) ->
                                    new Answer.Given<>(maildrop(text));
                            case Answer.Denied<String>(Refusal refusal) ->
                                    new Answer.Denied<>(refusal);
                        });
    }

    private Maildrop maildrop(String text) throws IOException {
        String[] words = text.split(" +", -1);
        if (words.length < 2) {
            throw conversation.complaint("answered STAT without two numbers");
        }
        return new Maildrop(number(words[0]), number(words[1]));
    }

    /// How large the messages are, as far as the server knows.
    public Pending<Answer<List<Listed>>> list() throws IOException {
        return conversation.start(
                "LIST",
                () ->
                        listing(words ->
                                new Listed(
                                        messageNumber(words[0]),
                                        words.length < 2 ? 0 : number(words[1]))));
    }

    /// The unique ids of the messages, one entry for each message, in the server's order.
    public Pending<Answer<List<UniqueId>>> uidl() throws IOException {
        return conversation.start(
                "UIDL",
                () ->
                        listing(words ->
                                new UniqueId(
                                        messageNumber(words[0]),
                                        words.length < 2 ? "" : uniqueId(words[1]))));
    }

    /// RFC 1939 §7 has visible ASCII; what some send beyond that is only to be one word on a line.
    private String uniqueId(String id) throws IOException {
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw conversation.complaint("sent a unique id with control characters");
        }
        return id;
    }

    /// Makes an entry of the words of a line.
    private interface Entry<T> {
        T of(String... words) throws IOException;
    }

    private <T> Answer<List<T>> listing(Entry<T> entry) throws IOException {
        if (conversation.answer() instanceof Answer.Denied<String>(Refusal refusal)) {
            return new Answer.Denied<>(refusal);
        }
        List<String> lines = conversation.lines();
        List<T> entries = new ArrayList<>(lines.size());
        for (String line : lines) {
            entries.add(entry.of(words(line)));
        }
        return new Answer.Given<>(List.copyOf(entries));
    }

    /// Number and the rest of a line, whatever spaces are around them.
    private static String[] words(String line) {
        String stripped = line.strip();
        int space = stripped.indexOf(' ');
        return space < 0
                ? new String[] {stripped}
                : new String[] {stripped.substring(0, space), stripped.substring(space).strip()};
    }

    private int messageNumber(String digits) throws IOException {
        long number = number(digits);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw conversation.complaint("named a message " + number);
        }
        return (int) number;
    }

    private long number(String digits) throws IOException {
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= DIGITS_MAX
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw conversation.complaint("sent something else where a number was due");
        }
        return Long.parseLong(digits);
    }

    /// Retrieves a message. It is whole when the answer is given, and only then: the final dot was
    /// seen.
    ///
    /// @return how many octets the sink got
    public Pending<Answer<Long>> retrieve(int message, Sink sink) throws IOException {
        return conversation.start(
                "RETR " + message,
                () ->
                        switch (conversation.answer()) {
                            case Answer.Given<String> _ ->
                                    new Answer.Given<>(conversation.message(sink));
                            case Answer.Denied<String>(Refusal refusal) ->
                                    new Answer.Denied<>(refusal);
                        });
    }

    /// Marks a message as deleted, which [#quit] makes true.
    public Pending<Answer<String>> delete(int message) throws IOException {
        return simple("DELE " + message);
    }

    /// Unmarks all messages that were marked as deleted.
    public Pending<Answer<String>> reset() throws IOException {
        return simple("RSET");
    }

    /// Does nothing, which keeps the session alive.
    public Pending<Answer<String>> noop() throws IOException {
        return simple("NOOP");
    }

    /// Quits: now the messages that were marked are deleted (RFC 1939 §6).
    ///
    /// @return whether they are; a refusal means that some may be and some not
    /// @throws IOException if no answer came: then nobody knows
    public Answer<String> quit() throws IOException {
        conversation.settle();
        try {
            Answer<String> farewell = simple("QUIT").await();
            conversation.connection().finish();
            return farewell;
        } finally {
            close();
        }
    }

    /// Leaves the connection to somebody who goes on with it, after the replies to all that was
    /// sent; this session is over then, and closing it does nothing.
    public Leg detach() throws IOException {
        conversation.settle();
        return conversation.connection().detach();
    }

    /// Ends the session at once, so that nothing is deleted. Safe from every thread, and more than
    /// once.
    @Override
    public void close() {
        conversation.connection().close();
    }

    private Pending<Answer<String>> simple(String command) throws IOException {
        return conversation.start(command, conversation::answer);
    }
}
