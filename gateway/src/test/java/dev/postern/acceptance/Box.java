package dev.postern.acceptance;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.collector.VisitReport;
import dev.postern.event.Event;
import dev.postern.lab.mail.Dialogue;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.queue.Claim;
import dev.postern.queue.Ledger;
import dev.postern.queue.Outcome;
import dev.postern.queue.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// One mailbox of the lab, and how it is collected from. Used by one test.
final class Box {

    final Rig rig;
    final String name;
    final Server.Protocol protocol;
    Assignment assignment;

    /// What the application was given so far.
    final List<String> handedOver = new ArrayList<>();

    Box(Rig rig, String name, Server.Protocol protocol) {
        this.rig = rig;
        this.name = name;
        this.protocol = protocol;
        this.assignment =
                new Assignment(
                        rig.plan(name, new MailboxPlan.After.Delete()),
                        Rig.server(protocol, "example"));
    }

    Box after(MailboxPlan.After after) {
        MailboxPlan old = assignment.plan();
        return with(
                new MailboxPlan(
                        old.name(),
                        old.address(),
                        old.folder(),
                        after,
                        old.start(),
                        old.destinations(),
                        old.rhythm(),
                        old.bounds()));
    }

    Box rhythm(Duration every, boolean idle) {
        MailboxPlan old = assignment.plan();
        return with(
                new MailboxPlan(
                        old.name(),
                        old.address(),
                        old.folder(),
                        old.after(),
                        old.start(),
                        old.destinations(),
                        new MailboxPlan.Rhythm(every, idle, every.multipliedBy(10)),
                        old.bounds()));
    }

    Box bounds(int messagesMax, int attemptsMax) {
        MailboxPlan old = assignment.plan();
        return with(
                new MailboxPlan(
                        old.name(),
                        old.address(),
                        old.folder(),
                        old.after(),
                        old.start(),
                        old.destinations(),
                        old.rhythm(),
                        new MailboxPlan.Bounds(messagesMax, Duration.ofMinutes(5), attemptsMax)));
    }

    Box start(MailboxPlan.Start start) {
        MailboxPlan old = assignment.plan();
        return with(
                new MailboxPlan(
                        old.name(),
                        old.address(),
                        old.folder(),
                        old.after(),
                        start,
                        old.destinations(),
                        old.rhythm(),
                        old.bounds()));
    }

    Box tenant(String tenant) {
        assignment = new Assignment(assignment.plan(), Rig.server(protocol, tenant));
        return this;
    }

    private Box with(MailboxPlan plan) {
        assignment = new Assignment(plan, assignment.server());
        return this;
    }

    String address() {
        return name + "@example.cz";
    }

    Folder inbox() {
        return Rig.LAB.mail().store().mailbox(address()).inbox();
    }

    Folder folder(String of) {
        return Rig.LAB.mail().store().mailbox(address()).folder(of).orElseThrow();
    }

    int left() {
        return inbox().messages().size();
    }

    /// The text of a message by its number.
    static String text(int number) {
        return """
        Message-ID: <%d@example.cz>\r
        From: citizen@example.cz\r
        Subject: Request %d\r
        \r
        Request number %d.\r
        """
                .formatted(number, number, number);
    }

    long deliver(String text) {
        return Rig.LAB
                .mail()
                .store()
                .deliver(address(), MessageSource.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// Delivers messages 1 to `count`; their UIDs are the same numbers in a new mailbox.
    Box deliver(int count) {
        for (int number = 1; number <= count; number++) {
            long _ = deliver(text(number));
        }
        return this;
    }

    static List<String> texts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Box::text).toList();
    }

    static List<String> textsBut(int count, int missing) {
        List<String> all = new ArrayList<>(texts(count));
        all.remove(text(missing));
        return all;
    }

    /// Wants a fault for this mailbox alone.
    Box fault(String line) {
        long _ = Rig.LAB.mail().faults().add(line + " mailbox=" + address());
        return this;
    }

    /// From now on nothing goes wrong with this mailbox.
    void heal() {
        Rig.LAB.mail().faults().list().stream()
                .filter(one -> address().equals(one.request().arguments().get("mailbox")))
                .forEach(one -> Rig.LAB.mail().faults().remove(one.id()));
    }

    MailboxStatus tryVisit() throws InterruptedException {
        return rig.visit(assignment);
    }

    /// A visit that must come to its end.
    VisitReport visit() throws InterruptedException {
        MailboxStatus status = tryVisit();
        if (status.trouble().isPresent()) {
            throw new AssertionError("the visit failed: " + status.trouble().get());
        }
        return status.lastReport().orElseThrow();
    }

    /// Visits until nothing is left, the clock put forward between.
    void visitUntilQuiet() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            MailboxStatus status = tryVisit();
            boolean quiet =
                    status.trouble().isEmpty()
                            && status.lastReport().map(one -> one.left() == 0).orElse(false);
            if (quiet) {
                return;
            }
            rig.clock.advance(Duration.ofMinutes(7));
        }
    }

    /// Takes what waits for the application, as the application would.
    List<String> handedOver() throws IOException {
        for (Claim claim : rig.store.outlet().claim(name, 10_000, Duration.ofMinutes(5))) {
            try (InputStream octets = rig.store.outlet().open(claim.message().id())) {
                handedOver.add(new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
            boolean _ = rig.store.outlet().settle(claim, new Outcome.Delivered("taken"));
        }
        return handedOver;
    }

    List<Ledger.State> ledger() throws IOException {
        long generation = protocol == Server.Protocol.IMAP ? inbox().snapshot().uidValidity() : 0;
        return rig
                .store
                .ledger()
                .entries(new Place(address(), "INBOX", generation))
                .values()
                .stream()
                .map(Ledger.Entry::state)
                .toList();
    }

    List<Dialogue> dialogues() {
        return Rig.LAB.mail().journal().dialogues(address());
    }

    int said(String command) {
        return dialogues().stream().mapToInt(one -> one.count(command)).sum();
    }

    /// The events of this kind that concern this mailbox.
    <E extends Event> List<E> events(Class<E> kind, Function<E, String> source) {
        return rig.events(kind).stream().filter(one -> source.apply(one).equals(name)).toList();
    }
}
