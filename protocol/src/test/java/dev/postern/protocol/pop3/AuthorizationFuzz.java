package dev.postern.protocol.pop3;

import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.sasl.Interrogation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A target of `bench/fuzz`: whatever a client takes for a command before it has signed in is one,
/// or gets a reply that keeps to its line.
public final class AuthorizationFuzz {

    private AuthorizationFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        for (String line : new String(input, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            switch (AuthorizationCommand.parse(line)) {
                case AuthorizationCommand.Bad(String reply) -> onOneLine(reply);
                case AuthorizationCommand.User(String name) ->
                        expect(!name.isEmpty() && name.indexOf(0) < 0, name);
                case AuthorizationCommand.Pass(byte[] password) ->
                        expect(password.length == line.length() - "PASS ".length(), line);
                case AuthorizationCommand.Auth(String mechanism, Optional<String> initial) ->
                        Interrogation.by(mechanism)
                                .ifPresent(interrogation -> signIn(interrogation, initial, line));
                default -> {
                    // A command that says no more than its name.
                }
            }
        }
    }

    private static void signIn(Interrogation mechanism, Optional<String> initial, String line) {
        Interrogation.Step step = mechanism.begin(initial);
        for (int asked = 0; step instanceof Interrogation.Step.Ask(String question); asked++) {
            expect(asked < 2, "no end of questions");
            onOneLine(question);
            step = mechanism.answer(line);
        }
        if (step instanceof Interrogation.Step.Given(Credentials credentials)) {
            expect(!credentials.user().isEmpty(), "credentials of nobody");
        }
    }

    private static void onOneLine(String text) {
        expect(text.chars().allMatch(c -> c >= ' ' && c < 0x7f), text);
    }

    private static void expect(boolean expected, String found) {
        if (!expected) {
            throw new AssertionError(found);
        }
    }
}
