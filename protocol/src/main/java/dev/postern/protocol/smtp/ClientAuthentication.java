package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.sasl.Challenge;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.wire.BackOff;
import dev.postern.protocol.wire.Wait;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Signs in: AUTH (RFC 4954), the initial response on the same line if it fits there.
///
/// Made for one attempt; confined to one thread.
final class ClientAuthentication {

    /// RFC 4954 §4: what does not fit into a command line waits for the server's 334. Access tokens
    /// never fit.
    private static final int COMMAND_MAX = 510;

    private static final int CHALLENGES_MAX = 4;

    /// What Microsoft answers when a mailbox has too many sessions.
    private static final int TOO_MANY = 432;

    /// The same code where RFC 4954 §4.7.12 asks for another password.
    private static final EnhancedStatus PASSWORD_TRANSITION = new EnhancedStatus(4, 7, 12);

    private final ClientConversation conversation;
    private final Mechanism mechanism;
    private Optional<String> reasons = Optional.empty();

    ClientAuthentication(ClientConversation conversation, Mechanism mechanism) {
        this.conversation = conversation;
        this.mechanism = mechanism;
    }

    /// @param offered the mechanisms the server names
    Authenticated run(List<String> offered) throws IOException {
        if (!offered.contains(mechanism.name())) {
            return new Authenticated(new SignIn.NotOffered(offered), Optional.empty());
        }
        Reply reply = exchange();
        return new Authenticated(outcome(reply), Optional.of(reply));
    }

    private Reply exchange() throws IOException {
        String command = "AUTH " + mechanism.name();
        String initial = Base64.getEncoder().encodeToString(mechanism.initialResponse());
        // RFC 4954 §4: an initial response of no octets is a single "=".
        String whole = command + " " + (initial.isEmpty() ? "=" : initial);
        boolean said = !mechanism.serverFirst() && whole.length() <= COMMAND_MAX;
        conversation.sayAtOnce(said ? whole : command, said ? command + " ***" : command);
        Reply reply = conversation.reply(Wait.REPLY);
        for (int asked = 0; reply.intermediate(); asked++) {
            if (asked == CHALLENGES_MAX) {
                throw conversation.complaint("had no end of challenges");
            }
            String answer = said ? respond(reply.text()) : initial;
            said = true;
            conversation.sayAtOnce(answer, answer.isEmpty() ? "" : "***");
            reply = conversation.reply(Wait.REPLY);
        }
        return reply;
    }

    private String respond(String asked) {
        Challenge challenge = Challenge.of(asked);
        if (!mechanism.serverFirst()) {
            reasons = Optional.of(challenge.toString());
        }
        return challenge.answer(mechanism);
    }

    private SignIn outcome(Reply reply) {
        String words = reply.toString();
        if (reply.positive()) {
            return new SignIn.Accepted(words);
        }
        if (BackOff.throttled(words) || tooMany(reply)) {
            return new SignIn.Throttled(words, BackOff.suggested(words));
        }
        return reply.permanentFailure() || passwordTransition(reply)
                ? new SignIn.Refused(words, reasons)
                : new SignIn.Unavailable(words);
    }

    private static boolean tooMany(Reply reply) {
        return reply.code() == TOO_MANY && !passwordTransition(reply);
    }

    private static boolean passwordTransition(Reply reply) {
        return reply.status().equals(Optional.of(PASSWORD_TRANSITION));
    }
}
