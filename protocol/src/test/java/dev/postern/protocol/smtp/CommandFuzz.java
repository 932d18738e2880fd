package dev.postern.protocol.smtp;

import dev.postern.protocol.sasl.Interrogation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A target of `bench/fuzz`: whatever a client takes for a command is one, or gets a reply that
/// keeps to its line.
public final class CommandFuzz {

    private static final CommandParser PARSER = new CommandParser("gate.example.cz");

    /// RFC 5321 §4.5.3.1.5.
    private static final int REPLY_LINE_MAX = 512;

    private CommandFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        for (String line : new String(input, StandardCharsets.UTF_8).split("[\r\n]", -1)) {
            boolean extended = line.length() % 2 == 0;
            switch (PARSER.parse(line, extended)) {
                case ServerCommand.Bad(ServerReply reply) -> check(reply);
                case ServerCommand.Fatal(ServerReply reply) -> check(reply);
                case ServerCommand.Auth(String mechanism, Optional<String> initial) ->
                        Interrogation.by(mechanism)
                                .ifPresent(exchange -> signIn(exchange, initial, line));
                default -> {
                    // A command; what it says is checked where it is read.
                }
            }
        }
    }

    private static void signIn(Interrogation exchange, Optional<String> initial, String line) {
        Interrogation.Step step = exchange.begin(initial);
        for (int asked = 0; step instanceof Interrogation.Step.Ask; asked++) {
            if (asked == 2) {
                throw new AssertionError("no end of questions");
            }
            step = exchange.answer(line);
        }
    }

    private static void check(ServerReply reply) {
        String wire = new String(reply.octets(), StandardCharsets.ISO_8859_1);
        if (!wire.matches("[45][0-9]{2} [ -~]*\r\n") || wire.length() > REPLY_LINE_MAX) {
            throw new AssertionError("not a reply of one line: " + wire);
        }
    }
}
