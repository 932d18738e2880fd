package dev.postern.lab;

import java.time.Instant;

/// Decides who may open which mailbox by which protocol.
public interface Gatekeeper {
    Verdict signIn(Protocol protocol, String user, String accessToken);

    enum Protocol {
        IMAP,
        POP3,
        SMTP
    }

    sealed interface Verdict {
        /// The session may work on this mailbox until the token ends.
        record Welcome(String mailbox, Instant tokenEnds) implements Verdict {}

        /// The token is good, but carries no right on the mailbox: Exchange says OK to AUTHENTICATE
        /// and refuses what follows.
        record NotConnected(String reason) implements Verdict {}

        /// The token is refused. `reason` goes to the lab's log, never to the client.
        record Refused(String reason) implements Verdict {}
    }
}
