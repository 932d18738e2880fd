package dev.postern.lab.mail.smtp;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.BadLineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The dialogue of AUTH (RFC 4954), up to what a desk can decide over. Used by the session's
/// thread.
final class SignIn {

    private static final String CANCEL = "*";
    private static final Reply CANCELED = Reply.of("501 5.7.0 Authentication canceled");
    private static final Reply NO_BASE64 = Reply.of("501 5.5.2 Cannot decode the response");

    private final Talk talk;
    private final Desk desk;
    private final int lineMax;

    SignIn(Talk talk, Desk desk, int lineMax) {
        this.talk = talk;
        this.desk = desk;
        this.lineMax = lineMax;
    }

    Reply perform(String argument) throws IOException, BadLineException {
        String[] words = argument.split(" +", 2);
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        Optional<String> initial =
                words.length < 2 ? Optional.empty() : Optional.of(words[1].replaceFirst("^=$", ""));
        List<String> offered = desk.mechanisms(talk.connection().isSecure());
        if (!offered.contains(mechanism)) {
            return Reply.of("504 5.7.4 Unrecognized authentication type");
        }
        return switch (mechanism) {
            case "XOAUTH2" -> bearer(initial);
            case "PLAIN" -> plain(initial);
            case "LOGIN" -> login(initial);
            default ->
                    throw new IllegalStateException("a desk offers " + mechanism + ", unheard of");
        };
    }

    private Reply bearer(Optional<String> initial) throws IOException, BadLineException {
        String response = initial.isPresent() ? initial.get() : ask("");
        return response.equals(CANCEL) ? CANCELED : desk.signIn(new Proof.Bearer(response));
    }

    private Reply plain(Optional<String> initial) throws IOException, BadLineException {
        String response = initial.isPresent() ? initial.get() : ask("");
        if (response.equals(CANCEL)) {
            return CANCELED;
        }
        Optional<String> decoded = decoded(response);
        String[] fields = decoded.orElse("").split("\0", -1);
        return fields.length == 3
                ? desk.signIn(new Proof.Password(fields[1], fields[2]))
                : NO_BASE64;
    }

    private Reply login(Optional<String> initial) throws IOException, BadLineException {
        String user = initial.isPresent() ? initial.get() : ask("VXNlcm5hbWU6");
        if (user.equals(CANCEL)) {
            return CANCELED;
        }
        String password = ask("UGFzc3dvcmQ6");
        if (password.equals(CANCEL)) {
            return CANCELED;
        }
        Optional<String> name = decoded(user);
        Optional<String> secret = decoded(password);
        return name.isPresent() && secret.isPresent()
                ? desk.signIn(new Proof.Password(name.get(), secret.get()))
                : NO_BASE64;
    }

    private String ask(String challenge) throws IOException, BadLineException {
        talk.say("334 " + challenge);
        talk.flush();
        String response = talk.connection().in().line(lineMax);
        talk.dialogue().client("***");
        return response;
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // whatever it is, it is no sign-in
        }
    }
}
