package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Wait;
import dev.postern.protocol.wire.WireOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The client's lines and the server's replies on one connection.
///
/// Confined to one thread. After any failure the connection is closed, and every further call fails
/// in the same way.
final class ClientConversation {

    /// RFC 5321 §4.5.3.1.5 has 512; Exchange Online's diagnoses are longer.
    private static final int LINE_MAX = 8 * 1024;

    /// More than any server has extensions.
    private static final int LINES_MAX = 128;

    private static final int CODE_LENGTH = 3;

    private final Connection connection;
    private boolean over;

    ClientConversation(Connection connection) {
        this.connection = connection;
    }

    String peer() {
        return connection.endpoint().toString();
    }

    Connection connection() {
        return connection;
    }

    /// Whether the server has said that it ends the session, or the connection failed.
    boolean over() {
        return over;
    }

    /// Gathers a command, which [#flush] sends.
    void say(String command) throws IOException {
        step(() -> {
            connection.output().line(command);
            return command;
        });
    }

    /// The same with a command that may go beyond ASCII.
    void sayUtf8(String command) throws IOException {
        step(() -> {
            connection.output().utf8Line(command);
            return command;
        });
    }

    /// Sends a line, of which the dialogue is shown another.
    void sayAtOnce(String line, String shown) throws IOException {
        step(() -> {
            connection.output().line(line, shown);
            connection.output().flush();
            return line;
        });
    }

    void flush() throws IOException {
        step(() -> {
            connection.output().flush();
            return connection;
        });
    }

    /// Sends a command by itself, and waits for the reply to it.
    Reply ask(String command) throws IOException {
        sayAtOnce(command, command);
        return reply(Wait.REPLY);
    }

    /// Secures the connection after a reply that allowed it.
    void startTls() throws IOException {
        step(() -> {
            connection.startTls();
            return connection;
        });
    }

    /// Says QUIT, and gives the server a little time to answer.
    void farewell(Duration patience) throws IOException {
        sayAtOnce("QUIT", "QUIT");
        boolean answered = step(() -> connection.input().await(patience));
        if (answered) {
            Reply _ = reply(Wait.REPLY);
        }
        connection.finish();
    }

    /// Reads a reply to the end.
    Reply reply(Wait wait) throws IOException {
        Reply reply = step(() -> read(wait));
        over |= reply.closing();
        return reply;
    }

    /// Something that writes to the connection.
    interface Content {
        void writeTo(WireOutput output) throws IOException;
    }

    /// Sends more than lines.
    void send(Content content) throws IOException {
        step(() -> {
            content.writeTo(connection.output());
            connection.output().flush();
            return content;
        });
    }

    /// A complaint about what the server said last, after which nothing more can be said.
    ProtocolException complaint(String wrong) {
        ProtocolException complaint = connection.input().complaint(wrong);
        over = true;
        connection.close();
        return complaint;
    }

    /// Whatever goes wrong with a step, nothing more can be said.
    private <T> T step(Connection.Step<T> step) throws IOException {
        boolean done = false;
        try {
            T result = connection.step(step);
            done = true;
            return result;
        } finally {
            over |= !done;
        }
    }

    private Reply read(Wait wait) throws IOException {
        List<String> texts = new ArrayList<>();
        String first = line(wait);
        texts.add(text(first));
        String last = first;
        while (goesOn(last)) {
            if (texts.size() == LINES_MAX) {
                throw complaint("sent a reply of more than " + LINES_MAX + " lines");
            }
            last = line(wait);
            if (!last.startsWith(first.substring(0, CODE_LENGTH))) {
                throw complaint("changed the code in the midst of a reply");
            }
            texts.add(text(last));
        }
        return Reply.of(Integer.parseInt(first, 0, CODE_LENGTH, 10), texts);
    }

    private String line(Wait wait) throws IOException {
        String line = connection.input().line(wait, LINE_MAX);
        boolean reply =
                line.length() >= CODE_LENGTH
                        && within(line.charAt(0), '2', '5')
                        && within(line.charAt(1), '0', '9')
                        && within(line.charAt(2), '0', '9')
                        && (line.length() == CODE_LENGTH
                                || line.charAt(CODE_LENGTH) == ' '
                                || goesOn(line));
        if (!reply) {
            throw complaint("sent a line that is no reply");
        }
        return line;
    }

    private static boolean within(char c, char lowest, char highest) {
        return c >= lowest && c <= highest;
    }

    private static boolean goesOn(String line) {
        return line.length() > CODE_LENGTH && line.charAt(CODE_LENGTH) == '-';
    }

    private static String text(String line) {
        return line.length() > CODE_LENGTH ? line.substring(CODE_LENGTH + 1) : "";
    }
}
