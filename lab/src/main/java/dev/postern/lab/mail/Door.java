package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper.Verdict;
import dev.postern.lab.Gatekeeper.Whose;
import dev.postern.lab.mail.fault.Fault;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Decides over a sign-in: the gatekeeper's verdict, and what faults make of it. Used by the
/// session's thread.
public final class Door {

    /// What became of a sign-in.
    public sealed interface Admission {
        /// The session works on this mailbox.
        ///
        /// @param trustees to which mailboxes grant the client's rights
        record In(String mailbox, Set<String> trustees) implements Admission {

            public In {
                trustees = Set.copyOf(trustees);
            }
        }

        /// The token is good, and opens nothing.
        record NotConnected(String user) implements Admission {}

        /// The mailbox has too many connections.
        record Full() implements Admission {}

        record Refused() implements Admission {}

        /// SMTP AUTH is disabled.
        record Disabled(Whose whose) implements Admission {}
    }

    private final Talk talk;

    public Door(Talk talk) {
        this.talk = talk;
    }

    /// Hears what a client says by XOAUTH2, in Base64.
    public Admission knock(String response) throws IOException {
        Optional<Xoauth2> read = Xoauth2.decode(response);
        if (read.isEmpty()) {
            return refused("what came is not user=…^Aauth=Bearer …^A^A in Base64");
        }
        Optional<Fault.LongToken> bound = talk.take(Fault.LongToken.class);
        if (bound.isPresent() && response.length() > bound.get().max()) {
            return refused("the sign-in has %d characters".formatted(response.length()));
        }
        Xoauth2 wanted = read.get();
        return switch (talk.exchange()
                .gatekeeper()
                .signIn(talk.protocol(), wanted.user(), wanted.token())) {
            case Verdict.Welcome welcome -> welcome(welcome);
            case Verdict.NotConnected(String reason) -> notConnected(wanted.user(), reason);
            case Verdict.Disabled(Whose whose) -> {
                refused("SMTP AUTH is disabled: " + whose);
                yield new Admission.Disabled(whose);
            }
            case Verdict.Refused(String reason) -> refused(reason);
        };
    }

    /// Notes a sign-in that is refused, and why.
    public Admission refused(String reason) {
        talk.dialogue().remark("refused: " + reason);
        talk.exchange().journal().refused();
        return new Admission.Refused();
    }

    private Admission welcome(Verdict.Welcome welcome) throws IOException {
        talk.admit(welcome.mailbox(), welcome.tokenEnds());
        if (talk.take(Fault.NotConnected.class).isPresent()) {
            return notConnected(welcome.mailbox(), "a fault wants it");
        }
        int connections = talk.dialogue().signedIn(welcome.mailbox());
        Optional<Fault.TooManyConnections> bound = talk.take(Fault.TooManyConnections.class);
        return bound.isPresent() && connections > bound.get().max()
                ? new Admission.Full()
                : new Admission.In(welcome.mailbox(), welcome.trustees());
    }

    private Admission notConnected(String user, String reason) {
        talk.dialogue().remark("not connected: " + reason);
        return new Admission.NotConnected(user);
    }
}
