package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.AcceptedSocket;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Printable;
import dev.postern.protocol.wire.ServerOutput;
import java.io.IOException;
import java.util.function.Function;

/// Lines from the client and replies to it, overheard. Confined to its session's thread.
final class Exchange {

    private static final int SHOWN_MAX = 512;
    private static final ServerCommand UNKNOWN = new ServerCommand.Bad(Replies.UNKNOWN);

    private final ClientInput input;
    private final ServerOutput output;
    private final Dialogue dialogue;

    Exchange(AcceptedSocket socket, ServerDeadlines deadlines, Dialogue dialogue) {
        this.output = new ServerOutput(socket);
        this.input = new ClientInput(socket, output, deadlines);
        this.dialogue = dialogue;
    }

    ClientInput input() {
        return input;
    }

    /// A command, or what is no command.
    ServerCommand command(Function<String, ServerCommand> parser) throws IOException {
        return switch (input.line()) {
            case ClientInput.Line.Text(String text) -> {
                ServerCommand command = parser.apply(text);
                if (dialogue.listens()) {
                    dialogue.received(shown(text, command));
                }
                yield command;
            }
            case ClientInput.Line.Bad(ServerReply reply) -> {
                if (dialogue.listens()) {
                    dialogue.received("<not a command line>");
                }
                yield new ServerCommand.Bad(reply);
            }
        };
    }

    /// A line that nobody may see.
    ClientInput.Line secret() throws IOException {
        ClientInput.Line line = input.line();
        if (dialogue.listens()) {
            dialogue.received("***");
        }
        return line;
    }

    /// Answers. It is sent when the client is waited for next.
    void say(ServerReply reply) throws IOException {
        output.write(reply.octets());
        if (dialogue.listens()) {
            dialogue.sent(reply.toString());
        }
    }

    /// Sends what was said.
    void flush() throws IOException {
        output.flush();
    }

    /// What is no command may be a password that was said at the wrong time.
    private static String shown(String text, ServerCommand command) {
        if (command.equals(UNKNOWN)) {
            return "<unknown command>";
        }
        boolean credential = text.regionMatches(true, 0, "AUTH ", 0, 5);
        int mechanism = text.indexOf(' ', 5);
        String open = credential && mechanism > 0 ? text.substring(0, mechanism) + " ***" : text;
        return Printable.of(open.substring(0, Math.min(open.length(), SHOWN_MAX)));
    }
}
