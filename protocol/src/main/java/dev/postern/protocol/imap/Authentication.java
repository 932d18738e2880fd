package dev.postern.protocol.imap;

import dev.postern.protocol.sasl.Challenge;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.SignIn;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Signs in: AUTHENTICATE (RFC 3501 §6.2.2), with the initial response on the same line if the
/// server takes it there (RFC 4959).
///
/// Made for one attempt; confined to one thread.
final class Authentication {

    private static final int CHALLENGES_MAX = 4;

    /// Response codes of a server that could not even look at the credentials (RFC 5530 §3).
    private static final List<String> NOT_NOW =
            List.of("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN");

    private final Conversation conversation;
    private final Mechanism mechanism;
    private Optional<String> challenge = Optional.empty();

    Authentication(Conversation conversation, Mechanism mechanism) {
        this.conversation = conversation;
        this.mechanism = mechanism;
    }

    /// @param capabilities what the server can do before signing in
    SignIn run(Capabilities capabilities) throws IOException {
        if (!capabilities.mechanisms().contains(mechanism.name())) {
            return new SignIn.NotOffered(capabilities.mechanisms());
        }
        conversation.forgetCapabilities();
        try {
            return outcome(exchange(capabilities.has("SASL-IR")));
        } catch (SessionEndedException e) {
            return e.reason() == SessionEndedException.Reason.THROTTLED
                    ? new SignIn.Throttled(e.text(), e.backOff())
                    : new SignIn.Unavailable(e.text());
        }
    }

    private Completion exchange(boolean atOnce) throws IOException {
        String initial = base64(mechanism.initialResponse());
        // RFC 4959 §3: an initial response of no octets is a single "=".
        String secret = atOnce ? " " + (initial.isEmpty() ? "=" : initial) : "";
        Sent<Completion> sent =
                conversation.startSecret(
                        new Command("AUTHENTICATE " + mechanism.name()), secret, c -> c);
        boolean said = atOnce;
        int challenges = 0;
        Optional<String> asked = conversation.awaitContinue(sent);
        while (asked.isPresent() && challenges < CHALLENGES_MAX) {
            answer(said ? respond(asked.get()) : initial);
            said = true;
            challenges++;
            asked = conversation.awaitContinue(sent);
        }
        if (asked.isPresent()) {
            conversation.sendLine("*", "*");
        }
        return sent.await();
    }

    private void answer(String response) throws IOException {
        conversation.sendLine(response, response.isEmpty() ? "" : "***");
    }

    private String respond(String asked) {
        Challenge reasons = Challenge.of(asked);
        challenge = Optional.of(reasons.toString());
        return reasons.answer(mechanism);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private SignIn outcome(Completion completion) {
        return switch (completion) {
            case Completion.Ok(var _, String text) -> new SignIn.Accepted(text);
            case Completion.Throttled(String text, var backOff) ->
                    new SignIn.Throttled(text, backOff);
            case Completion.NotConnected(String text) -> new SignIn.Refused(text, challenge);
            case Completion.No(var code, String text) ->
                    code.filter(c -> NOT_NOW.contains(c.name())).isPresent()
                            ? new SignIn.Unavailable(text)
                            : new SignIn.Refused(text, challenge);
            // The command was not understood, so the credentials were not looked at.
            case Completion.Bad(var _, String text) -> new SignIn.Unavailable(text);
        };
    }
}
