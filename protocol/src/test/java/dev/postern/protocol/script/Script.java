package dev.postern.protocol.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A dialogue file: what a server hears and says, and meanwhile what a client is told to do and
/// what must come of it.
///
/// ```
/// # a remark
/// S: * OK ready            the server sends this line
/// > select INBOX           the client does this
/// C: A1 SELECT "INBOX"     the server must get this line; a final * stands for anything
/// S-  ab\r\n               the server sends these octets, and nothing more
/// C- ab                    the server must get these octets
/// = Given[…]               a line of the result of what the client did last
/// ! ProtocolException: …   the same, if it failed
/// STALL                    the server falls silent until the client hangs up
/// CLOSE                    the server hangs up
/// ```
public record Script(List<ServerStep> server, List<ClientStep> client) {

    /// What the server does.
    public sealed interface ServerStep {
        record Say(String text) implements ServerStep {}

        record HearLine(String line) implements ServerStep {}

        record Hear(String text) implements ServerStep {}

        record Stall() implements ServerStep {}

        record Close() implements ServerStep {}
    }

    /// What the client does, and the lines of the result.
    public record ClientStep(String action, List<String> result) {}

    public Script {
        server = List.copyOf(server);
        client = List.copyOf(client);
    }

    public static Script read(Path file) throws IOException {
        List<ServerStep> server = new ArrayList<>();
        List<ClientStep> client = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("> ")) {
                client.add(new ClientStep(line.substring(2), new ArrayList<>()));
            } else if (line.startsWith("= ") || line.startsWith("! ")) {
                client.getLast().result().add(line.startsWith("!") ? line : line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                server.add(serverStep(line));
            }
        }
        return new Script(server, client);
    }

    /// A script of server lines only.
    public static Script of(String... lines) {
        return new Script(Arrays.stream(lines).map(Script::serverStep).toList(), List.of());
    }

    private static ServerStep serverStep(String line) {
        String rest = line.length() > 3 ? line.substring(3) : "";
        return switch (line.substring(0, 2)) {
            case "S:" -> new ServerStep.Say(rest + "\r\n");
            case "S-" -> new ServerStep.Say(rest.translateEscapes());
            case "C:" -> new ServerStep.HearLine(rest);
            case "C-" -> new ServerStep.Hear(rest.translateEscapes());
            case "ST" -> new ServerStep.Stall();
            case "CL" -> new ServerStep.Close();
            default -> throw new IllegalArgumentException("not a line of a script: " + line);
        };
    }
}
