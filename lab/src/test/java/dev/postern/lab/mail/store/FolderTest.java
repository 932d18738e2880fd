package dev.postern.lab.mail.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.SettableClock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FolderTest {

    private final MailStore store = new MailStore(new SettableClock());
    private final Mailbox mailbox = store.mailbox("Razr@Example.cz");
    private final Folder inbox = mailbox.inbox();

    private long deliver() {
        return mailbox.deliver(MessageSource.of("Subject: x\n\n"));
    }

    private List<Long> uids() {
        return inbox.messages().stream().map(Message::uid).toList();
    }

    @Test
    void mailboxIsTheSameInAnyCase() {
        assertThat(store.mailbox("razr@example.CZ")).isSameAs(mailbox);
        assertThat(store.mailboxes()).containsExactly(mailbox);
        assertThat(mailbox.folder("inbox")).contains(inbox);
    }

    @Test
    void uidsAreNeverGivenTwice() {
        deliver();
        deliver();
        inbox.remove(2);
        assertThat(deliver()).isEqualTo(3);
        assertThat(uids()).containsExactly(1L, 3L);
        assertThat(inbox.snapshot().uidNext()).isEqualTo(4);
    }

    @Test
    void renumberingGivesNewUidsUnderANewUidValidity() {
        deliver();
        deliver();
        inbox.remove(1);
        String uidl = inbox.messages().getFirst().uidl();
        long before = inbox.uidValidity();
        inbox.renumber();
        assertThat(inbox.uidValidity()).isGreaterThan(before);
        assertThat(uids()).containsExactly(1L);
        assertThat(inbox.messages().getFirst().uidl()).isEqualTo(uidl);
    }

    @Test
    void movedMessageKeepsItsIdentityAndItsDate() {
        deliver();
        Message before = inbox.messages().getFirst();
        Folder archive = mailbox.create("Processed");
        assertThat(inbox.move(1, archive)).contains(1L);
        assertThat(inbox.move(1, archive)).isEmpty();
        Message after = archive.messages().getFirst();
        assertThat(after.identity()).isEqualTo(before.identity());
        assertThat(after.arrived()).isEqualTo(before.arrived());
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void copyHasAnIdentityOfItsOwn() {
        deliver();
        Folder archive = mailbox.create("Processed");
        assertThat(inbox.copy(1, archive)).contains(1L);
        assertThat(archive.messages().getFirst().identity())
                .isNotEqualTo(inbox.messages().getFirst().identity());
    }

    @Test
    void watchersAreToldOfEveryChangeUntilTheyLeave() {
        AtomicInteger told = new AtomicInteger();
        try (Watchers.Watch _ = inbox.watchers().watch(told::incrementAndGet)) {
            deliver();
            inbox.flag(1, Flag.SEEN::addedTo);
            inbox.remove(1);
        }
        deliver();
        assertThat(told).hasValue(3);
    }

    @Test
    void changesAreKnownSinceAVersionUntilThereAreTooMany() {
        deliver();
        long version = inbox.snapshot().version();
        assertThat(inbox.changesSince(version).uids()).contains(new TreeSet<>());
        deliver();
        inbox.flag(1, _ -> Set.of(Flag.FLAGGED));
        assertThat(inbox.changesSince(version).uids()).contains(new TreeSet<>(Set.of(1L, 2L)));
        for (int i = 0; i < 1_000; i++) {
            deliver();
        }
        assertThat(inbox.changesSince(version).uids()).isEmpty();
        assertThat(inbox.changesSince(version + 2).uids().orElseThrow()).hasSize(1_000);
    }
}
