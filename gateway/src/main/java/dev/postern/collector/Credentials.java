package dev.postern.collector;

import dev.postern.advice.Advice;
import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.token.AccessToken;
import java.time.Instant;

/// What a session is opened with.
///
/// @param renewBefore when to sign in anew, because the token ends soon after
/// @param dropToken makes sure that nobody is given this token again
record Credentials(
        Assignment assignment,
        AccessToken token,
        Instant renewBefore,
        Runnable dropToken,
        Deadlines deadlines,
        Surroundings around) {

    MailboxPlan plan() {
        return assignment.plan();
    }

    Server server() {
        return assignment.server();
    }

    /// The mailbox's address and the token, as SASL wants them.
    XOAuth2 mechanism() {
        return new XOAuth2(
                plan().address(), new dev.postern.protocol.sasl.AccessToken(token.value()));
    }

    /// What a refusal means and what mends it, to be put behind the server's words; empty if that
    /// is not known.
    String advice(Stage stage, String words) {
        Service service =
                switch (server().protocol()) {
                    case IMAP -> Service.IMAP;
                    case POP3 -> Service.POP3;
                };
        Names names = server().tenant().names().withMailbox(plan().address());
        Evidence evidence =
                Evidence.of(stage, service, words, names)
                        .withToken(token.claims().facts(around.clock().instant()));
        return Advice.on(evidence).map(finding -> finding.after(words)).orElse("");
    }
}
