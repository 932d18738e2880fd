package dev.postern.acceptance;

import static dev.postern.collector.Server.Protocol.IMAP;
import static dev.postern.collector.Server.Protocol.POP3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.collector.Collector;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.event.Event;
import dev.postern.lab.mail.store.MessageSource;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Many mailboxes in one process: what one does is no matter of the others.
///
/// Alone, since it counts the threads of the process.
@Isolated
@Timeout(120)
@Tag("acceptance")
class ManyMailboxesTest {

    @TempDir Path folder;
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void mailboxThatHangsDelaysNoOtherAndStoppingIsBounded() throws Exception {
        Box stuck = rig.box(IMAP).deliver(1).fault("stall from=content after=10");
        Box pop = rig.box(POP3).deliver(1);
        Box imap = rig.box(IMAP).deliver(1);
        Collector collector = rig.newCollector();
        long began;
        try (collector) {
            collector.start(List.of(stuck.assignment, pop.assignment, imap.assignment));
            assertThat(rig.until(() -> stuck.said("UID FETCH") > 0)).isTrue();
            assertThat(rig.until(() -> pop.left() + imap.left() == 0)).isTrue();
            assertThat(status(collector, stuck).activity())
                    .isEqualTo(MailboxStatus.Activity.VISITING);
            began = System.nanoTime();
            collector.stop(Duration.ofMillis(200));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(stuck.ledger()).as("our haste is not the message's fault").isEmpty();
        assertThat(stuck.left()).isEqualTo(1);
        stuck.heal();
        assertThat(stuck.visit().taken()).isEqualTo(1);
    }

    private static MailboxStatus status(Collector collector, Box box) {
        return collector.status().stream()
                .filter(one -> one.name().equals(box.name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newSettingsLeaveAloneWhatDidNotChange() throws Exception {
        Box stays = rig.box(IMAP).rhythm(Duration.ofHours(1), true);
        Box changes = rig.box(IMAP).rhythm(Duration.ofHours(1), false);
        Box goes = rig.box(IMAP).rhythm(Duration.ofHours(1), true);
        Box comes = rig.box(POP3).deliver(1);
        try (Collector collector = rig.newCollector()) {
            collector.start(List.of(stays.assignment, changes.assignment, goes.assignment));
            assertThat(
                            rig.until(() ->
                                    stays.said("IDLE") + goes.said("IDLE") == 2
                                            && changes.said("LOGOUT") == 1))
                    .isTrue();

            changes.rhythm(Duration.ofHours(2), true);
            collector.replace(List.of(stays.assignment, changes.assignment, comes.assignment));

            assertThat(rig.until(() -> comes.left() == 0 && changes.said("IDLE") == 1)).isTrue();
            assertThat(rig.until(() -> open(goes) == 0)).isTrue();
            assertThat(stays.dialogues()).hasSize(1);
            assertThat(open(stays)).isEqualTo(1);
            assertThat(collector.status())
                    .extracting(MailboxStatus::name)
                    .containsExactly(stays.name, changes.name, comes.name);
            assertThat(Rig.LAB.mail().journal().connectionsMost(changes.address())).isEqualTo(1);
        }
        assertThat(rig.until(() -> open(stays) + open(changes) == 0)).isTrue();
    }

    private static int open(Box box) {
        return Rig.LAB.mail().journal().connectionsOpen(box.address());
    }

    @Test
    void visitNowIsMadeWhileItListens() throws Exception {
        Box box = rig.box(IMAP).rhythm(Duration.ofHours(1), true).fault("silent-idle");
        try (Collector collector = rig.newCollector()) {
            collector.start(List.of(box.assignment));
            assertThat(rig.until(() -> box.said("IDLE") > 0)).isTrue();
            box.deliver(1);
            assertThat(collector.visitNow(box.name)).isTrue();
            assertThat(rig.until(() -> box.left() == 0)).isTrue();
            assertThat(collector.visitNow("nobody")).isFalse();
        }
    }

    /// A thousand mailboxes: one token, threads and memory within bounds.
    @Tag("slow")
    @Test
    void thousandMailboxesInOneProcessAskForOneToken() throws Exception {
        List<Assignment> all = thousand();
        Server server = Rig.server(IMAP, "example");
        assertThat(all).allMatch(one -> one.server().endpoint().equals(server.endpoint()));
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long memory = memoryInUse();
        try (Collector collector = rig.newCollector()) {
            collector.start(all);
            assertThat(untilLong(() -> rig.events(Event.Visited.class).size() >= 1000)).isTrue();
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                    .isLessThan(threads + 50);
        }
        assertThat(rig.events(Event.TokenFetched.class)).hasSize(1);
        assertThat(rig.events(Event.Accepted.class)).hasSize(1000);
        assertThat(rig.events(Event.VisitFailed.class)).isEmpty();
        assertThat(memoryInUse() - memory).isLessThan(100L << 20);
    }

    /// By all tests of this process, so that only the difference says something.
    private static long memoryInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private boolean untilLong(Rig.Question question) throws Exception {
        for (int i = 0; i < 4; i++) {
            if (rig.until(question)) {
                return true;
            }
        }
        return false;
    }

    private List<Assignment> thousand() throws Exception {
        List<String> addresses = new ArrayList<>();
        List<Assignment> all = new ArrayList<>();
        Server server = Rig.server(IMAP, "example");
        for (int i = 0; i < 1000; i++) {
            String name = "mass" + i;
            addresses.add(name + "@example.cz");
            MailboxPlan plan = rig.plan(name, new MailboxPlan.After.Delete());
            all.add(new Assignment(plan, server));
            long _ =
                    Rig.LAB
                            .mail()
                            .store()
                            .deliver(
                                    name + "@example.cz",
                                    MessageSource.of(
                                            Box.text(i).getBytes(StandardCharsets.US_ASCII)));
        }
        Rig.LAB
                .directory()
                .patch(
                        "/tenants/example/exchange/mailboxes",
                        addresses.stream()
                                .map(one -> "\"" + one + "\": {full-access: [gateway]}")
                                .collect(Collectors.joining(", ", "{", "}")));
        return all;
    }

    /// T16, in seconds instead of hours.
    @Tag("slow")
    @Test
    void t16RoundsWithoutEndUseNoMoreOfAnything() throws Exception {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boxes.add(rig.box(i % 2 == 0 ? IMAP : POP3).rhythm(Duration.ofMillis(100), i % 4 == 0));
        }
        try (Collector collector = rig.newCollector()) {
            collector.start(boxes.stream().map(one -> one.assignment).toList());
            long threads = 0;
            for (int round = 1; round <= 6; round++) {
                for (Box box : boxes) {
                    long _ = box.deliver(Box.text(round));
                }
                int expected = round * boxes.size();
                assertThat(untilLong(() -> rig.events(Event.Accepted.class).size() == expected))
                        .isTrue();
                long now = ManagementFactory.getThreadMXBean().getThreadCount();
                threads = round == 1 ? now : threads;
                assertThat(now).isLessThan(threads + 20);
                assertThat(boxes)
                        .allMatch(one ->
                                Rig.LAB.mail().journal().connectionsMost(one.address()) <= 2);
            }
        }
        for (Box box : boxes) {
            assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(6));
        }
        assertThat(rig.events(Event.VisitFailed.class)).isEmpty();
        assertThat(rig.until(() -> boxes.stream().allMatch(one -> open(one) == 0))).isTrue();
    }
}
