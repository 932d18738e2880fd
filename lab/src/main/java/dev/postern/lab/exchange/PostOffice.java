package dev.postern.lab.exchange;

import dev.postern.lab.directory.Directory;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.MailStore;
import dev.postern.lab.mail.store.MessageSource;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;

/// Brings a message that was accepted to where it belongs: into the mailboxes of recipients the
/// world has, and for all of them into the outbox. Any thread may call.
public final class PostOffice {

    private static final String SENT = "Sent Items";

    private final Directory directory;
    private final MailStore store;
    private final Outbox outbox;
    private final InstantSource clock;

    public PostOffice(Directory directory, MailStore store, Outbox outbox, InstantSource clock) {
        this.directory = directory;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Where a recipient is.
    public enum Place {
        /// A mailbox of this world.
        MAILBOX,
        /// Of a domain of this world, and nobody.
        NOBODY,
        /// Anywhere else.
        ELSEWHERE
    }

    /// Where the recipient of this address is, in whatever case.
    public Place place(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        boolean ours =
                directory.world().tenants().values().stream()
                        .anyMatch(tenant ->
                                tenant.domains().stream().anyMatch(domain::equalsIgnoreCase));
        boolean mailbox =
                directory.world().tenants().values().stream()
                        .anyMatch(tenant -> tenant.exchange().mailbox(address).isPresent());
        return mailbox ? Place.MAILBOX : ours ? Place.NOBODY : Place.ELSEWHERE;
    }

    /// Takes a message: notes it, and delivers it to those of its recipients who are here.
    public Outbox.Accepted accept(Outbox.Way way, Outbox.Envelope envelope, MessageSource message) {
        Outbox.Accepted accepted = outbox.add(way, envelope, message);
        envelope.addresses().stream()
                .filter(address -> place(address) == Place.MAILBOX)
                .distinct()
                .forEach(address -> store.deliver(address, message));
        return accepted;
    }

    /// Puts a copy into a mailbox's Sent Items, read.
    public void keepSent(String mailbox, MessageSource message) {
        store.mailbox(mailbox).create(SENT).deliver(message, clock.instant(), Set.of(Flag.SEEN));
    }
}
