package dev.postern.protocol.pop3;

import dev.postern.protocol.sasl.Challenge;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.wire.Wait;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Signs in: AUTH (RFC 5034), always in two lines.
///
/// An initial response on the first line would save a round trip, but Exchange Online ends the
/// session over it, and a line with a token is longer than the 255 octets RFC 5034 §4 allows.
///
/// Made for one attempt; confined to one thread.
final class Authentication {

    private static final int CHALLENGES_MAX = 4;

    private final Conversation conversation;
    private final Mechanism mechanism;
    private Optional<String> challenge = Optional.empty();

    Authentication(Conversation conversation, Mechanism mechanism) {
        this.conversation = conversation;
        this.mechanism = mechanism;
    }

    /// @param offered the mechanisms the server names; none if it does not say
    SignIn run(List<String> offered) throws IOException {
        if (!offered.isEmpty() && !offered.contains(mechanism.name())) {
            return new SignIn.NotOffered(offered);
        }
        String first = "AUTH " + mechanism.name();
        conversation.say(first, first);
        String initial = Base64.getEncoder().encodeToString(mechanism.initialResponse());
        for (int said = 0; said <= CHALLENGES_MAX; said++) {
            switch (conversation.status(Wait.REPLY)) {
                case Conversation.Status.Ok(String text) -> {
                    return new SignIn.Accepted(text);
                }
                case Conversation.Status.Err(Refusal refusal) -> {
                    return said == 0 ? notLookedAt(refusal) : refused(refusal);
                }
                case Conversation.Status.Continue(String asked) -> {
                    String answer = said == 0 ? initial : respond(asked);
                    conversation.say(answer, answer.isEmpty() ? "" : "***");
                }
            }
        }
        throw conversation.complaint("had no end of challenges");
    }

    private String respond(String asked) {
        Challenge reasons = Challenge.of(asked);
        challenge = Optional.of(reasons.toString());
        return reasons.answer(mechanism);
    }

    private SignIn refused(Refusal refusal) {
        if (refusal.throttled()) {
            return new SignIn.Throttled(refusal.toString(), refusal.backOff());
        }
        return refusal.notNow()
                ? new SignIn.Unavailable(refusal.toString())
                : new SignIn.Refused(refusal.toString(), challenge);
    }

    /// The server did not want to see the credentials.
    private static SignIn notLookedAt(Refusal refusal) {
        return refusal.throttled()
                ? new SignIn.Throttled(refusal.toString(), refusal.backOff())
                : new SignIn.Unavailable(refusal.toString());
    }
}
