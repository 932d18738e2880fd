package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper;
import dev.postern.lab.mail.fault.Faults;
import dev.postern.lab.mail.store.MailStore;
import java.time.InstantSource;

/// What the mail servers of one lab share: mailboxes, who may open them, what is to go wrong, what
/// has happened, and the time.
public record Exchange(
        MailStore store,
        Gatekeeper gatekeeper,
        Faults faults,
        Journal journal,
        InstantSource clock) {

    /// An exchange with no mailboxes, no faults and an empty journal.
    public static Exchange fresh(Gatekeeper gatekeeper, InstantSource clock) {
        return new Exchange(
                new MailStore(clock), gatekeeper, new Faults(clock), new Journal(), clock);
    }
}
