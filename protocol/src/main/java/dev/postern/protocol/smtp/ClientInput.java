package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.AcceptedSocket;
import dev.postern.protocol.wire.LostClientException;
import dev.postern.protocol.wire.ServerInput;
import dev.postern.protocol.wire.ServerOutput;
import java.io.IOException;
import java.time.Duration;

/// Reads command lines and the content of messages. Confined to one thread.
final class ClientInput {

    /// RFC 4954 §4 has 12288 for a response in base64; before it may be a command.
    private static final int LINE_MAX = 12_288 + 64;

    /// How long is waited for the real end of a message that has ended for a client with a wrong
    /// idea of line ends.
    private static final Duration SEEMING_END = Duration.ofSeconds(5);

    private static final String COMMAND = "to send a command";
    private static final String MESSAGE = "to send its message";

    private final ServerInput octets;
    private final ServerDeadlines deadlines;

    ClientInput(AcceptedSocket socket, ServerOutput output, ServerDeadlines deadlines) {
        this.octets = new ServerInput(socket, output, LINE_MAX);
        this.deadlines = deadlines;
    }

    /// A line as it came.
    sealed interface Line {

        /// @param text without its CRLF
        record Text(String text) implements Line {}

        /// It is no text, and this is to be said to it.
        record Bad(ServerReply reply) implements Line {}
    }

    /// Whether the client has said more than was read.
    boolean pending() {
        return octets.buffered() > 0;
    }

    /// Waits until the client says something.
    void await() throws IOException {
        octets.await(due(), COMMAND);
    }

    private long due() {
        return System.nanoTime() + deadlines.command().toNanos();
    }

    /// The next line.
    ///
    /// @throws SessionEndedException also if nobody knows where the line ends, or it ends for us
    ///   elsewhere than for the client
    Line line() throws IOException {
        return switch (octets.line(due(), COMMAND)) {
            case ServerInput.Line.Whole(String text) ->
                    CommandParser.text(text)
                            .<Line>map(Line.Text::new)
                            .orElseGet(() -> new Line.Bad(Replies.BAD_CHARACTER));
            case ServerInput.Line.TooLong _ -> new Line.Bad(Replies.LINE_TOO_LONG);
            case ServerInput.Line.Endless _ ->
                    throw SessionEndedException.refused(Replies.LINE_TOO_LONG);
            case ServerInput.Line.BareLf _ -> throw SessionEndedException.refused(Replies.BARE_LF);
        };
    }

    /// Moves the content of DATA to the scanner, up to its end.
    ///
    /// @param max how many octets may come before the client is given up
    /// @throws SessionEndedException also if a flawed message has ended for the client only
    void data(ContentScanner scanner, long max) throws IOException {
        Arrival arrival = new Arrival(deadlines);
        long count = 0;
        boolean ended = false;
        while (!ended) {
            if (!pending()) {
                arrive(arrival, scanner);
            }
            int before = octets.buffered();
            ended = octets.scan(scanner::scan, before);
            count += before - octets.buffered();
            if (count > max) {
                throw SessionEndedException.refused(Replies.OVERSIZE);
            }
        }
    }

    /// Moves a chunk of BDAT to the scanner.
    void chunk(ContentScanner scanner, long size) throws IOException {
        Arrival arrival = new Arrival(deadlines);
        long left = size;
        while (left > 0) {
            if (!pending()) {
                arrive(arrival, scanner);
            }
            int part = (int) Math.min(left, octets.buffered());
            boolean _ = octets.scan(scanner::scan, part);
            left -= part;
        }
    }

    /// Waits for more of a message.
    private void arrive(Arrival arrival, ContentScanner scanner) throws IOException {
        long now = System.nanoTime();
        boolean seemsEnded = scanner.seemsEnded();
        long usual = arrival.due(now);
        long due = seemsEnded ? Math.min(usual, now + SEEMING_END.toNanos()) : usual;
        try {
            int read = octets.fill(due, MESSAGE);
            arrival.came(read, System.nanoTime() - now);
        } catch (LostClientException e) {
            if (seemsEnded && scanner.flaw().isPresent()) {
                throw SessionEndedException.refused(scanner.flaw().get().reply());
            }
            throw e;
        }
    }
}
