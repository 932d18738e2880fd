package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.event.Event;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file system of a few megabytes, really full or really read-only. Needs the right to mount.
@Tag("slow")
class FullDiskTest {

    private static final int MIB = 1 << 20;
    private static final int DISK_MIB = 96;

    @TempDir private Path mountPoint;
    private Yard yard;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted =
                run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + DISK_MIB + "m",
                        "tmpfs",
                        mountPoint.toString());
        assumeTrue(mounted, "needs the right to mount a tmpfs");
        yard = new Yard(mountPoint);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", mountPoint.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static byte[] octets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    @Test
    void fullDiskLosesNothingAndIntakeGoesOnWhenThereIsSpace() throws Exception {
        Path ballast = mountPoint.resolve("ballast");
        Files.write(ballast, octets(40 * MIB));
        try (QueueStore store = yard.open()) {
            List<QueueId> acknowledged = new ArrayList<>();
            assertThatThrownBy(
                            () -> {
                                for (int uid = 1; uid < 10_000; uid++) {
                                    acknowledged.add(Yard.taken(store, uid, octets(100_000)));
                                }
                            })
                    .isInstanceOf(QueueUnavailableException.class);
            assertThat(acknowledged).isNotEmpty();
            assertThat(yard.next(Event.AlarmRaised.class).subject()).isEqualTo(Health.SUBJECT);

            Files.delete(ballast);

            yard.next(Event.AlarmCleared.class);
            assertThat(Yard.accept(store, 20_000, octets(100_000)))
                    .isInstanceOf(Acceptance.Taken.class);
            for (Claim claim : Yard.claim(store, 1000)) {
                try (InputStream in = store.outlet().open(claim.message().id())) {
                    assertThat(in.readAllBytes()).isEqualTo(octets(100_000));
                }
                assertThat(store.outlet().settle(claim, new Outcome.Delivered("ok"))).isTrue();
                acknowledged.remove(claim.message().id());
            }
            assertThat(acknowledged).as("acknowledged, but not there").isEmpty();
        }
    }

    @Test
    void reserveKeepsLargeMessagesOutAndTheirSpaceIsUsedAgain() throws Exception {
        SqliteSettings careful =
                new SqliteSettings(yard.file, MIB, 40 * MIB, 0, Duration.ofSeconds(10));
        try (QueueStore store = yard.open(careful)) {
            for (int uid = 1; uid <= 3; uid++) {
                int own = uid;
                assertThatThrownBy(() -> Yard.accept(store, own, octets(2 * DISK_MIB * MIB)))
                        .isInstanceOf(QueueUnavailableException.class)
                        .hasMessageContaining("kept for what was accepted");
                assertThat(Yard.accept(store, uid, octets(1000)))
                        .isInstanceOf(Acceptance.Taken.class);
            }
            await(store, 10, octets(20 * MIB));
        }
    }

    /// Offers until it is taken, as a sender does; a minute at most.
    private static void await(QueueStore store, long uid, byte[] octets) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                assertThat(Yard.accept(store, uid, octets)).isInstanceOf(Acceptance.Taken.class);
                return;
            } catch (QueueUnavailableException _) {
                store.ledger().visited(Yard.INBOX); // the writer looks around between commits
            }
        }
        throw new AssertionError("the space of refused messages was not given back");
    }

    @Test
    void diskThatBecomesReadOnlyStopsIntakeAndComesBack() throws Exception {
        try (QueueStore store = yard.open()) {
            QueueId id = Yard.taken(store, 1, octets(1000));
            // Files that are open for writing keep a tmpfs from becoming read-only, so this one is
            // taken away from under the queue by a mount on top of it.
            assertThat(
                            run(
                                    "mount",
                                    "-t",
                                    "tmpfs",
                                    "-o",
                                    "size=1m,ro",
                                    "tmpfs",
                                    mountPoint.toString()))
                    .isTrue();

            assertThat(yard.next(Event.AlarmRaised.class).text()).contains("is gone");
            assertThatThrownBy(() -> store.intake().begin())
                    .isInstanceOf(QueueUnavailableException.class);

            assertThat(run("umount", mountPoint.toString())).isTrue();
            yard.next(Event.AlarmCleared.class);
            assertThat(store.desk().show(id).orElseThrow().stored()).isTrue();
            assertThat(Yard.accept(store, 2, octets(1000))).isInstanceOf(Acceptance.Taken.class);
        }
    }
}
