package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.delivery.folder.FolderAgent;
import dev.postern.delivery.folder.MaildirAgent;
import dev.postern.event.Event;
import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DamagedMessageException;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Outlet;
import dev.postern.queue.Place;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.Settlement;
import dev.postern.queue.Shipment;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way out, with the real queue: and again after it was cut in the middle.
@Tag("slow")
class CrashTest {

    private static final String NAME = "razr-inbox";
    private static final Instant RECEIVED = Instant.parse("2026-11-21T07:59:00Z");

    @TempDir private Path folder;
    private final SetClock clock = new SetClock();
    private final List<Event> events = new ArrayList<>();
    private QueueStore store;
    private Path files;

    @BeforeEach
    void open() throws IOException {
        files = Files.createDirectories(folder.resolve("files"));
        store =
                SqliteQueue.open(
                        new SqliteSettings(
                                folder.resolve("queue.db"), 1 << 22, 0, 0, Duration.ofSeconds(10)),
                        new Surroundings(clock, new Random(1), events::add, CrashPoint.NONE));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void accept(long uid, byte[] octets) throws IOException, InterruptedException {
        Reception reception = store.intake().begin();
        reception.write(octets, 0, octets.length);
        Origin origin =
                new Origin.Collected(
                        new Place("razr@example.cz", "INBOX", 7), new ServerId.Uid(uid), RECEIVED);
        store.intake()
                .accept(
                        List.of(
                                new Offer(
                                        reception,
                                        origin,
                                        "razr",
                                        List.of(Shipment.whole(NAME)),
                                        Optional.empty(),
                                        Optional.empty())));
    }

    private Lane lane(DeliveryAgent agent, Outlet outlet) {
        return new Lane(
                new Destination(NAME, agent, Limits.none(), LaneBench.RETRY),
                outlet,
                events::add,
                clock,
                new Random(1));
    }

    private DeliveryAgent folderAgent() {
        return new FolderAgent(files, PosixFilePermissions.fromString("rw-r-----"), new Random());
    }

    private DeliveryAgent maildirAgent() {
        return new MaildirAgent(files, new Random());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private void allIsDelivered() throws IOException {
        assertThat(store.desk().list(QueueDesk.Filter.any(1_000)))
                .extracting(QueueDesk.Delivery::state)
                .containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void everythingInTheQueueComesOutByteForByte() throws Exception {
        List<Corpus.Message> corpus = Corpus.messages();
        for (int i = 0; i < corpus.size(); i++) {
            accept(i + 1L, corpus.get(i).octets());
        }

        lane(folderAgent(), store.outlet()).runDue();

        List<String> emls = names().stream().filter(name -> name.endsWith(".eml")).toList();
        assertThat(emls).hasSameSizeAs(corpus);
        for (int i = 0; i < corpus.size(); i++) {
            // Queue ids sort by acceptance.
            assertThat(files.resolve(emls.get(i))).hasBinaryContent(corpus.get(i).octets());
        }
        allIsDelivered();
    }

    @Test
    void folderHasOneFileAfterACrashBetweenHandOverAndSettling() throws Exception {
        accept(1, new byte[] {1, 2, 3});
        accept(2, new byte[] {4, 5, 6});

        crashes(lane(folderAgent(), new DyingOutlet(Death.BEFORE_SETTLING)));
        assertThat(names()).hasSize(4);
        restart(folderAgent());

        assertThat(names()).hasSize(4).filteredOn(name -> name.endsWith(".eml")).hasSize(2);
        allIsDelivered();
    }

    @Test
    void maildirHasOneFileAfterACrashBetweenHandOverAndSettling() throws Exception {
        accept(1, new byte[] {1, 2, 3});
        accept(2, new byte[] {4, 5, 6});

        crashes(lane(maildirAgent(), new DyingOutlet(Death.BEFORE_SETTLING)));
        assertThat(names()).hasSize(2);
        restart(maildirAgent());

        assertThat(names()).hasSize(2).allMatch(name -> name.endsWith(".postern,S=3"));
        allIsDelivered();
    }

    @Test
    void crashAfterSettlingHandsNothingOverAgain() throws Exception {
        accept(1, new byte[] {1, 2, 3});

        crashes(lane(maildirAgent(), new DyingOutlet(Death.AFTER_SETTLING)));
        Files.delete(files.resolve("new").resolve(names().getFirst()));
        restart(maildirAgent());

        assertThat(names()).isEmpty();
        allIsDelivered();
    }

    @Test
    void crashInTheMiddleOfTheBytesShowsNothingAndLeavesNothing() throws Exception {
        byte[] large = new byte[3_000_000];
        accept(1, large);
        Files.write(files.resolve(".leftover.eml.0000000000000000.tmp"), new byte[] {1});

        crashes(lane(folderAgent(), new DyingOutlet(Death.WHILE_READING)));
        assertThat(names()).noneMatch(name -> name.endsWith(".eml"));
        restart(folderAgent());

        assertThat(names()).filteredOn(name -> name.endsWith(".eml")).hasSize(1);
        assertThat(names()).filteredOn(name -> name.endsWith(".tmp")).hasSize(1);
        allIsDelivered();
    }

    @Test
    void damagedMessageIsParkedAndNeverAppears() throws Exception {
        accept(1, new byte[] {1, 2, 3});
        accept(2, new byte[] {4, 5, 6});
        QueueId first = store.desk().list(QueueDesk.Filter.any(2)).getFirst().message().id();
        Outlet damaging =
                new DyingOutlet(Death.NEVER) {
                    @Override
                    public InputStream open(QueueId message) throws IOException {
                        if (message.equals(first)) {
                            throw new DamagedMessageException("digest differs");
                        }
                        return super.open(message);
                    }
                };

        lane(folderAgent(), damaging).runDue();

        assertThat(names()).hasSize(2).noneMatch(name -> name.startsWith(first.value()));
    }

    private static void crashes(Lane lane) {
        assertThatThrownBy(lane::runDue).isInstanceOf(Dead.class);
    }

    private void restart(DeliveryAgent agent) throws IOException, InterruptedException {
        store.close();
        open();
        lane(agent, store.outlet()).runDue();
        clock.turn(Duration.ofMinutes(2));
        lane(agent, store.outlet()).runDue();
    }

    private enum Death {
        BEFORE_SETTLING,
        AFTER_SETTLING,
        WHILE_READING,
        NEVER
    }

    /// The process ended here.
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// The queue as a process sees it that is killed: from that moment on it does nothing more.
    private class DyingOutlet implements Outlet {

        private final Death death;
        private boolean dead;

        DyingOutlet(Death death) {
            this.death = death;
        }

        private void die(Death here) {
            if (death == here) {
                dead = true;
            }
            if (dead) {
                throw new Dead();
            }
        }

        @Override
        public List<Claim> claim(String destination, int limit, Duration lease) throws IOException {
            return store.outlet().claim(destination, limit, lease);
        }

        @Override
        public InputStream open(QueueId message) throws IOException {
            InputStream octets = store.outlet().open(message);
            return death == Death.WHILE_READING ? new Dying(octets) : octets;
        }

        @Override
        public void renew(Collection<Claim> claims, Duration lease) throws IOException {
            store.outlet().renew(claims, lease);
        }

        @Override
        public void release(Collection<Claim> claims) throws IOException {
            if (!dead) {
                store.outlet().release(claims);
            }
        }

        @Override
        public void postpone(Collection<Claim> claims, Instant notBefore) throws IOException {
            store.outlet().postpone(claims, notBefore);
        }

        @Override
        public int shelve(String destination, Instant since, Instant notBefore, int limit)
                throws IOException {
            return store.outlet().shelve(destination, since, notBefore, limit);
        }

        @Override
        public List<Boolean> settle(List<Settlement> settlements) throws IOException {
            die(Death.BEFORE_SETTLING);
            List<Boolean> settled = store.outlet().settle(settlements);
            die(Death.AFTER_SETTLING);
            return settled;
        }

        @Override
        public Claim split(Claim claim, int max) throws IOException {
            return store.outlet().split(claim, max);
        }

        @Override
        public int passOn(String destination, Why why, int limit) throws IOException {
            return store.outlet().passOn(destination, why, limit);
        }

        @Override
        public long recipientsSince(String destination, Instant since) throws IOException {
            return store.outlet().recipientsSince(destination, since);
        }

        @Override
        public Optional<Instant> nextDue(String destination) throws IOException {
            return store.outlet().nextDue(destination);
        }

        @Override
        public void await(String destination, Duration max) throws InterruptedException {
            store.outlet().await(destination, max);
        }

        private final class Dying extends FilterInputStream {

            private int left = 100_000;

            Dying(InputStream octets) {
                super(octets);
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
                left -= count;
                if (left < 0) {
                    die(Death.WHILE_READING);
                }
                return super.read(into, from, count);
            }
        }
    }
}
