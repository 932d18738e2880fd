package dev.postern.protocol.login;

import dev.postern.protocol.wire.AcceptedSocket;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.LostClientException;
import dev.postern.protocol.wire.ServerInput;
import dev.postern.protocol.wire.ServerOutput;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/// Where a client is as long as it has not signed in: its lines, the replies to it, TLS, and how
/// much of everything it may have. What a [Tongue] speaks through; confined to its session's
/// thread.
public final class Lobby {

    /// Nobody who has not signed in is worth a search for the end of a line.
    private static final int NONE_DROPPED = 0;

    private static final String COMMAND = "to send a command";
    private static final String ANSWER = "to answer a question";
    private static final String LITERAL = "to send a literal";

    private final AcceptedSocket socket;
    private final LoginRules rules;
    private final ServerOutput output;
    private final ServerInput input;
    private final long signInDue;

    private Optional<SSLSession> tlsSession = Optional.empty();
    private int commands;
    private int errors;

    Lobby(Socket accepted, LoginRules rules) throws IOException {
        this.socket = new AcceptedSocket(accepted, rules.deadlines().write());
        this.rules = rules;
        this.output = new ServerOutput(socket);
        this.input = new ServerInput(socket, output, rules.limits().line(), NONE_DROPPED);
        this.signInDue = System.nanoTime() + rules.deadlines().signIn().toNanos();
    }

    AcceptedSocket socket() {
        return socket;
    }

    LoginRules.Limits limits() {
        return rules.limits();
    }

    /// The host name to greet with.
    public String name() {
        return rules.name();
    }

    /// The longest literal that a client may send.
    public int literalMax() {
        return rules.limits().literal();
    }

    /// The TLS session; empty as long as the connection is in the clear.
    public Optional<SSLSession> tlsSession() {
        return tlsSession;
    }

    /// Whether the client may start TLS now.
    public boolean offersTls() {
        return rules.tls() instanceof TlsOffer.StartTls && tlsSession.isEmpty();
    }

    /// Whether the client may sign in now.
    public boolean takesPasswords() {
        return rules.inClear() || tlsSession.isPresent();
    }

    /// Whether the client has said more than was read.
    public boolean pending() {
        return input.buffered() > 0;
    }

    /// Waits until the client says something.
    void await() throws IOException {
        input.await(due(), COMMAND);
    }

    private long due() {
        long command = System.nanoTime() + rules.deadlines().command().toNanos();
        return command - signInDue < 0 ? command : signInDue;
    }

    /// The next command line, without its CRLF. Octets beyond ASCII are the characters of ISO
    /// 8859-1, and there may be any.
    public String command() throws IOException {
        return line(COMMAND);
    }

    /// The next line, which answers a question or goes on with a command.
    public String answer() throws IOException {
        return line(ANSWER);
    }

    private String line(String awaited) throws IOException {
        if (++commands > rules.limits().commands()) {
            throw LoginOverException.because(Farewell.TOO_MANY_COMMANDS);
        }
        return switch (input.line(due(), awaited)) {
            case ServerInput.Line.Whole(String text) -> text;
            case ServerInput.Line.TooLong _, ServerInput.Line.Endless _ ->
                    throw LoginOverException.because(Farewell.LINE_TOO_LONG);
            case ServerInput.Line.BareLf _ -> throw LoginOverException.because(Farewell.BARE_LF);
        };
    }

    /// Exactly so many octets.
    ///
    /// @param count at most [#literalMax]
    public byte[] octets(int count) throws IOException {
        return input.octets(count, due(), LITERAL);
    }

    /// Answers with a line, to which its CRLF is added. It is sent when the client is waited for
    /// next.
    public void say(String line) throws IOException {
        output.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Counts a command that is none, or comes at the wrong time.
    public void error() throws LoginOverException {
        if (++errors >= rules.limits().errors()) {
            throw LoginOverException.because(Farewell.TOO_MANY_ERRORS);
        }
    }

    /// Secures the connection if that comes before all else.
    void begin() throws IOException {
        if (rules.tls() instanceof TlsOffer.Implicit(TlsOffer.Terms terms)) {
            secure(
                    terms.context()
                            .get()
                            .orElseThrow(() ->
                                    LostClientException.withoutTls("there is no certificate")),
                    terms);
        }
    }

    /// Secures the connection because the client asks for it.
    ///
    /// @param goAhead what is said to the client before that
    /// @return false if it cannot be done now; nothing was said then
    /// @throws LoginOverException if the client has sent more in the clear, or somebody between us,
    ///   which would be taken for what it says over TLS
    public boolean startTls(String goAhead) throws IOException {
        if (!(rules.tls() instanceof TlsOffer.StartTls(TlsOffer.Terms terms)) || !offersTls()) {
            throw new IllegalStateException("TLS was not offered");
        }
        if (pending()) {
            throw LoginOverException.because(Farewell.NOT_ALONE);
        }
        Optional<SSLContext> context = terms.context().get();
        if (context.isEmpty()) {
            return false;
        }
        say(goAhead);
        flush();
        secure(context.get(), terms);
        return true;
    }

    private void secure(SSLContext context, TlsOffer.Terms terms) throws IOException {
        tlsSession =
                Optional.of(
                        socket.secure(context, terms.protocols(), rules.deadlines().handshake()));
    }

    void flush() throws IOException {
        output.flush();
    }

    /// Leaves the connection to somebody else.
    Leg leg() throws IOException {
        flush();
        return socket.leg(input.leftover());
    }
}
