package dev.postern.protocol.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Asks a client who signs in for its name and password (RFC 4954 §4): by PLAIN (RFC 4616), or by
/// LOGIN, which was never more than a draft and is what devices speak.
final class SignInExchange {

    static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN");

    /// `Username:` and `Password:`. Some clients take no other words.
    private static final String USER_NAME = "VXNlcm5hbWU6";

    private static final String PASSWORD = "UGFzc3dvcmQ6";

    private static final String EMPTY = "=";
    private static final String CANCEL = "*";

    private final Exchange exchange;

    SignInExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    /// What came of asking.
    sealed interface Asked {

        /// All that is needed to decide.
        record Given(Credentials credentials) implements Asked {}

        /// Nothing to decide, for this reason.
        record Failed(ServerReply reply) implements Asked {}
    }

    /// One response of the client.
    private sealed interface Response {

        record Octets(byte[] octets) implements Response {}

        record None(ServerReply reply) implements Response {}
    }

    Asked ask(ServerCommand.Auth command) throws IOException {
        return switch (command.mechanism()) {
            case "PLAIN" -> plain(command.initial());
            case "LOGIN" -> login(command.initial());
            default -> new Asked.Failed(Replies.NO_SUCH_MECHANISM);
        };
    }

    private Asked plain(Optional<String> initial) throws IOException {
        return switch (initial.isPresent() ? decoded(initial.get()) : response("")) {
            case Response.None(ServerReply reply) -> new Asked.Failed(reply);
            case Response.Octets(byte[] message) -> parsed(message);
        };
    }

    /// RFC 4616 §2: who to act for, who signs in, and the password, with NUL in between.
    private static Asked parsed(byte[] message) {
        int first = nul(message, 0);
        int second = nul(message, first + 1);
        if (first == message.length || second == message.length || second == first + 1) {
            return new Asked.Failed(Replies.NOT_CREDENTIALS);
        }
        String identity = new String(message, 0, first, StandardCharsets.UTF_8);
        String user = new String(message, first + 1, second - first - 1, StandardCharsets.UTF_8);
        byte[] password = Arrays.copyOfRange(message, second + 1, message.length);
        Arrays.fill(message, (byte) 0);
        return identity.isEmpty() || identity.equals(user)
                ? new Asked.Given(new Credentials("PLAIN", user, password))
                : new Asked.Failed(Replies.OTHER_IDENTITY);
    }

    private static int nul(byte[] message, int from) {
        int i = Math.min(from, message.length);
        while (i < message.length && message[i] != 0) {
            i++;
        }
        return i;
    }

    private Asked login(Optional<String> initial) throws IOException {
        return switch (initial.isPresent() ? decoded(initial.get()) : response(USER_NAME)) {
            case Response.None(ServerReply reply) -> new Asked.Failed(reply);
            case Response.Octets(byte[] user) ->
                    switch (response(PASSWORD)) {
                        case Response.None(ServerReply reply) -> new Asked.Failed(reply);
                        case Response.Octets(byte[] password) ->
                                user.length == 0
                                        ? new Asked.Failed(Replies.NOT_CREDENTIALS)
                                        : new Asked.Given(
                                                new Credentials(
                                                        "LOGIN",
                                                        new String(user, StandardCharsets.UTF_8),
                                                        password));
                    };
        };
    }

    private Response response(String question) throws IOException {
        exchange.say(Replies.question(question));
        return switch (exchange.secret()) {
            case ServerInput.Line.Bad(ServerReply reply) -> new Response.None(reply);
            case ServerInput.Line.Text(String text) ->
                    text.equals(CANCEL)
                            ? new Response.None(Replies.CANCELLED)
                            : text.isEmpty() ? new Response.Octets(new byte[0]) : decoded(text);
        };
    }

    private static Response decoded(String base64) {
        try {
            return new Response.Octets(
                    base64.equals(EMPTY) ? new byte[0] : Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return new Response.None(Replies.NOT_BASE64);
        }
    }
}
