package dev.postern.lab;

import java.time.Instant;
import java.util.Set;

/// Decides who may open which mailbox by which protocol.
///
/// This is the seam between the lab's mail servers, which know wires and mailboxes, and its
/// Exchange, which knows tokens and rights. Any thread may call it.
public interface Gatekeeper {

    /// Answers for one attempt to sign in.
    ///
    /// @param user the mailbox as the client names it, usually an address
    /// @param accessToken as the client sent it; not checked in any way yet
    Verdict signIn(Protocol protocol, String user, String accessToken);

    /// By which door. Only the first three are Exchange's mailboxes, and a gatekeeper's.
    enum Protocol {
        IMAP,
        POP3,
        /// Exchange Online's client submission.
        SMTP,
        /// High Volume Email.
        HVE,
        /// Azure Communication Services by SMTP.
        ACS,
        SMART_HOST
    }

    /// By whose switch SMTP AUTH is disabled.
    enum Whose {
        TENANT,
        MAILBOX
    }

    /// What became of an attempt to sign in.
    sealed interface Verdict {

        /// The session may work on this mailbox until the token ends.
        ///
        /// @param trustees the names of the bearer's principals, to which mailboxes grant rights
        record Welcome(String mailbox, Instant tokenEnds, Set<String> trustees) implements Verdict {

            public Welcome {
                trustees = Set.copyOf(trustees);
            }
        }

        /// The token may be good, but SMTP AUTH is disabled.
        record Disabled(Whose whose) implements Verdict {}

        /// The token is good, but carries no right on the mailbox: Exchange says OK to AUTHENTICATE
        /// and refuses what follows.
        record NotConnected(String reason) implements Verdict {}

        /// The token is refused. `reason` goes to the lab's log, never to the client.
        record Refused(String reason) implements Verdict {}
    }
}
