package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise itself: kill the whole of Postern, as often as you like, and every message arrives.
///
/// `-Dpostern.crash.points` says how often, `-Dpostern.crash.seed` repeats a run; `bench/crash`
/// sets both. Takes about a second for each point.
@Tag("crash")
class CrashCampaignTest {

    private static final int POINTS = Integer.getInteger("postern.crash.points", 50);

    /// As many as most machines have cores; each has a Postern and a Microsoft 365 of its own.
    private static final int CAMPAIGNS = 2;

    @TempDir private Path folder;

    @Test
    void everyMessageArrivesOnceHoweverOftenPosternIsKilled() throws Exception {
        long seed =
                Long.getLong("postern.crash.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        say("seed " + seed);
        ProgramFiles program = Rehearsal.in(folder);
        Campaign.Counts counts = Campaign.Counts.NONE;
        try (ExecutorService threads = Executors.newFixedThreadPool(CAMPAIGNS)) {
            List<Future<Campaign.Counts>> campaigns = new ArrayList<>();
            for (int i = 0; i < CAMPAIGNS; i++) {
                Path own = Files.createDirectory(folder.resolve("campaign-" + i));
                int points = POINTS / CAMPAIGNS + (i < POINTS % CAMPAIGNS ? 1 : 0);
                long ownSeed = seed * CAMPAIGNS + i;
                campaigns.add(threads.submit(() -> campaign(own, program, points, ownSeed)));
            }
            for (Future<Campaign.Counts> campaign : campaigns) {
                counts = counts.plus(campaign.get());
            }
        }
        say("in all: " + counts);
        assertThat(counts.lost()).as("lost; seed %d", seed).isZero();
        assertThat(counts.twice()).as("double; seed %d", seed).isZero();
        assertThat(counts.killedAtPlaces()).as("killed at named places").isPositive();
    }

    private static Campaign.Counts campaign(
            Path folder, ProgramFiles program, int points, long seed) throws Exception {
        try (Scene scene = new Scene(folder)) {
            PosternProcess.Setting setting = PosternProcess.Setting.in(folder).of(program);
            Campaign campaign = new Campaign(scene, setting, seed, CrashCampaignTest::say);

            Campaign.Counts counts = campaign.run(points);

            say("one campaign: " + counts);
            assertThat(scene.left()).as("left in the mailboxes; seed %d", seed).isZero();
            assertThat(scene.files(".tmp")).as("unfinished files; seed %d", seed).isEmpty();
            assertThat(scene.files(".json")).as("facts; seed %d", seed).hasSize(counts.sent());
            Books.areBalanced(folder.resolve("data"), counts.sent());
            return counts;
        }
    }

    /// For the person who waits, and for `bench/crash`, which prints it.
    private static void say(String line) {
        System.out.println("crash: " + line);
    }
}
