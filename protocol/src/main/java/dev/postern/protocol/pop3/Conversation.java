package dev.postern.protocol.pop3;

import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.Printable;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Sink;
import dev.postern.protocol.wire.Wait;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Commands and replies on one connection; replies come in the order of the commands.
///
/// Confined to one thread. After any failure the connection is closed, and every further call fails
/// in the same way.
final class Conversation {

    /// Together so small that they fit into any buffer between us: see RFC 2449 §6.6.
    private static final int WINDOW = 64;

    /// RFC 2449 §4 has 512.
    private static final int LINE_MAX = 8 * 1024;

    private static final int LIST_MAX = 1_000_000;

    /// A line that begins a reply.
    sealed interface Status {

        /// `+OK`.
        record Ok(String text) implements Status {}

        /// `-ERR`.
        record Err(Refusal refusal) implements Status {}

        /// `+`, which asks for more (RFC 5034 §4).
        record Continue(String text) implements Status {}
    }

    /// Reads the reply to a command.
    interface Reply<T> {
        T read() throws IOException;
    }

    private final Connection connection;
    private final Deque<Sent<?>> underWay = new ArrayDeque<>();
    private int window = 1;

    Conversation(Connection connection) {
        this.connection = connection;
    }

    String peer() {
        return connection.endpoint().toString();
    }

    Connection connection() {
        return connection;
    }

    /// The server takes several commands at once.
    void pipeline() {
        window = WINDOW;
    }

    /// Sends a command as soon as the server takes it.
    <T> Pending<T> start(String command, Reply<T> reply) throws IOException {
        while (underWay.size() >= window) {
            advance();
        }
        Sent<T> sent = new Sent<>(reply);
        say(command, command);
        underWay.add(sent);
        return sent;
    }

    /// Waits for the replies to all that was sent.
    void settle() throws IOException {
        while (!underWay.isEmpty()) {
            advance();
        }
    }

    private void advance() throws IOException {
        Sent<?> oldest = underWay.peek();
        connection.step(() -> {
            if (oldest == null) {
                throw new IllegalStateException("nothing is under way");
            }
            oldest.read();
            return oldest;
        });
        underWay.remove();
    }

    /// Sends a line, of which the dialogue is shown another.
    void say(String line, String shown) throws IOException {
        connection.step(() -> {
            connection.output().line(line, shown);
            connection.output().flush();
            return line;
        });
    }

    /// Reads the line that begins a reply.
    Status status(Wait wait) throws IOException {
        return connection.step(() -> {
            String line = connection.input().line(wait, LINE_MAX);
            if (keyword(line, "+OK")) {
                return new Status.Ok(Printable.of(line.substring(3).strip()));
            }
            if (keyword(line, "-ERR")) {
                return new Status.Err(Refusal.parse(Printable.of(line.substring(4))));
            }
            if (keyword(line, "+")) {
                return new Status.Continue(line.substring(1).strip());
            }
            throw connection.input().complaint("sent a line that is no reply");
        });
    }

    private static boolean keyword(String line, String word) {
        return line.regionMatches(true, 0, word, 0, word.length())
                && (line.length() == word.length() || line.charAt(word.length()) == ' ');
    }

    /// Reads a reply that does not ask to go on.
    Answer<String> answer() throws IOException {
        return switch (status(Wait.REPLY)) {
            case Status.Ok(String text) -> new Answer.Given<>(text);
            case Status.Err(Refusal refusal) -> new Answer.Denied<>(refusal);
            case Status.Continue _ -> throw complaint("asked a complete command to go on");
        };
    }

    /// Reads the lines of a reply up to the dot (RFC 1939 §3).
    List<String> lines() throws IOException {
        return connection.step(() -> {
            List<String> lines = new ArrayList<>();
            String line = connection.input().line(Wait.REPLY, LINE_MAX);
            while (!line.equals(".")) {
                if (lines.size() == LIST_MAX) {
                    throw connection
                            .input()
                            .complaint("sent a list of more than " + LIST_MAX + " lines");
                }
                lines.add(line.startsWith(".") ? line.substring(1) : line);
                line = connection.input().line(Wait.REPLY, LINE_MAX);
            }
            return lines;
        });
    }

    /// Reads a message up to its dot.
    ///
    /// @return how many octets the sink got
    long message(Sink sink) throws IOException {
        return connection.step(() -> {
            DotScanner scanner = new DotScanner(sink);
            long _ = connection.input().transfer(scanner);
            return scanner.octets();
        });
    }

    ProtocolException complaint(String wrong) {
        return connection.input().complaint(wrong);
    }

    /// A command under way.
    private final class Sent<T> implements Pending<T> {

        private final Reply<T> reply;
        private Optional<T> result = Optional.empty();

        Sent(Reply<T> reply) {
            this.reply = reply;
        }

        @Override
        public T await() throws IOException {
            while (result.isEmpty()) {
                advance();
            }
            return result.get();
        }

        void read() throws IOException {
            result = Optional.of(reply.read());
        }
    }
}
