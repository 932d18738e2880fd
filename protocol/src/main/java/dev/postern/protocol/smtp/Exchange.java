package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Printable;
import java.io.IOException;

/// Lines from the client and replies to it, overheard. Confined to its session's thread.
final class Exchange {

    private static final int SHOWN_MAX = 512;

    private final ServerInput input;
    private final ServerOutput output;
    private final Dialogue dialogue;

    Exchange(AcceptedSocket socket, ServerDeadlines deadlines, Dialogue dialogue) {
        this.output = new ServerOutput(socket);
        this.input = new ServerInput(socket, output, deadlines);
        this.dialogue = dialogue;
    }

    ServerInput input() {
        return input;
    }

    /// A command, or what is no command.
    ServerInput.Line command() throws IOException {
        ServerInput.Line line = input.line();
        if (dialogue.listens()) {
            dialogue.received(
                    switch (line) {
                        case ServerInput.Line.Text(String text) -> shown(text);
                        case ServerInput.Line.Bad _ -> "<not a command line>";
                    });
        }
        return line;
    }

    /// A line that nobody may see.
    ServerInput.Line secret() throws IOException {
        ServerInput.Line line = input.line();
        if (dialogue.listens()) {
            dialogue.received("***");
        }
        return line;
    }

    /// Answers. It is sent when the client is waited for next.
    void say(ServerReply reply) throws IOException {
        output.reply(reply);
        if (dialogue.listens()) {
            dialogue.sent(reply.toString());
        }
    }

    /// Sends what was said.
    void flush() throws IOException {
        output.flush();
    }

    private static String shown(String text) {
        boolean credential = text.regionMatches(true, 0, "AUTH ", 0, 5);
        int mechanism = text.indexOf(' ', 5);
        String open = credential && mechanism > 0 ? text.substring(0, mechanism) + " ***" : text;
        return Printable.of(open.substring(0, Math.min(open.length(), SHOWN_MAX)));
    }
}
