package dev.postern.protocol.sasl;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.script.Invariant;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A target of `bench/fuzz`: a server gets from PLAIN and LOGIN what a client put in, whatever it
/// is, or says why not; and what a server gives as its reasons can be shown.
public final class SignInFuzz {

    private SignInFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (String mechanism : Interrogation.MECHANISMS) {
            interrogate(mechanism, Optional.empty(), lines);
            interrogate(mechanism, Optional.of(lines[0]), lines);
        }
        reasons(lines[0]);
        there(input);
    }

    private static void interrogate(String mechanism, Optional<String> initial, String... lines) {
        Interrogation interrogation = Interrogation.by(mechanism).orElseThrow();
        Interrogation.Step step = interrogation.begin(initial);
        for (int asked = 0; step instanceof Interrogation.Step.Ask(String question); asked++) {
            holds(asked < 2, "no end of questions");
            holds(question.matches("[A-Za-z0-9+/=]*"), question);
            step = interrogation.answer(lines[Math.min(asked, lines.length - 1)]);
        }
        if (step instanceof Interrogation.Step.Given(Credentials credentials)) {
            holds(!credentials.user().isEmpty(), "credentials of nobody");
            holds(!credentials.toString().contains("[B@"), credentials::toString);
        }
    }

    private static void reasons(String challenge) {
        for (String base64 : new String[] {challenge, base64(challenge)}) {
            String shown = Challenge.of(base64).toString();
            holds(Invariant.isPrintable(shown), shown);
            holds(shown.length() <= 1000, "too long to be shown");
        }
    }

    /// Name and password of any kind come over as they are.
    private static void there(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int half = text.length() / 2;
        try {
            Password password = new Password(text.substring(half));
            String user = text.substring(0, half);
            byte[] wanted = password.value().getBytes(StandardCharsets.UTF_8);
            Interrogation plain = Interrogation.by("plain").orElseThrow();
            arrived(plain.begin(base64(new Plain(user, password).initialResponse())), user, wanted);
            Interrogation login = Interrogation.by("login").orElseThrow();
            Login client = new Login(user, password);
            Interrogation.Step asked = login.begin(base64(client.initialResponse()));
            holds(asked instanceof Interrogation.Step.Ask, "no question for the password");
            arrived(login.answer(base64(client.respond(new byte[0])).orElseThrow()), user, wanted);
        } catch (IllegalArgumentException _) {
            // No name, or no password, as is documented.
        }
    }

    private static void arrived(Interrogation.Step step, String user, byte[] password) {
        if (!(step instanceof Interrogation.Step.Given(Credentials given))) {
            throw new AssertionError("not understood: " + step);
        }
        byte[] name = given.user().getBytes(StandardCharsets.UTF_8);
        holds(Arrays.equals(name, user.getBytes(StandardCharsets.UTF_8)), "another name");
        holds(Arrays.equals(given.password(), password), "another password");
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static Optional<String> base64(byte[] octets) {
        return Optional.of(Base64.getEncoder().encodeToString(octets));
    }
}
