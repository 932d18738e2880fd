package dev.postern.lab.mail.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// All mailboxes of the lab, in memory. May be used from any thread.
public final class MailStore {

    private final InstantSource clock;
    private final AtomicLong identities = new AtomicLong();
    private final ConcurrentMap<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

    public MailStore(InstantSource clock) {
        this.clock = clock;
    }

    /// The mailbox of this address, in any case; made if there was none.
    public Mailbox mailbox(String address) {
        return mailboxes.computeIfAbsent(
                address.toLowerCase(Locale.ROOT), key -> new Mailbox(key, clock, identities));
    }

    /// Delivers a message to a mailbox's inbox, now, unread; its UID.
    public long deliver(String address, MessageSource source) {
        return mailbox(address).deliver(source);
    }

    public List<Mailbox> mailboxes() {
        return List.copyOf(mailboxes.values());
    }
}
