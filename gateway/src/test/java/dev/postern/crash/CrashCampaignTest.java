package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise itself: kill the whole of Postern, as often as you like, and every message arrives.
///
/// `-Dpostern.crash.points` says how often, `-Dpostern.crash.seed` repeats a run; `bench/crash`
/// sets both.
@Tag("crash")
class CrashCampaignTest {

    private static final int POINTS = Integer.getInteger("postern.crash.points", 50);

    @TempDir private Path folder;

    @Test
    void everyMessageArrivesOnceHoweverOftenPosternIsKilled() throws Exception {
        long seed =
                Long.getLong("postern.crash.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        say("seed " + seed);
        try (Scene scene = new Scene(folder)) {
            ProgramFiles program = Rehearsal.of(scene);
            Campaign campaign =
                    new Campaign(
                            scene,
                            PosternProcess.Setting.in(folder).of(program),
                            seed,
                            CrashCampaignTest::say);

            Campaign.Counts counts = campaign.run(POINTS);

            say(counts.toString());
            assertThat(counts.lost()).as("lost; seed %d", seed).isZero();
            assertThat(counts.twice()).as("double; seed %d", seed).isZero();
            assertThat(scene.left()).as("left in the mailboxes; seed %d", seed).isZero();
            assertThat(campaign.files(".tmp")).as("unfinished files; seed %d", seed).isEmpty();
            assertThat(campaign.files(".json")).hasSize(counts.sent());
        }
    }

    /// For the person who waits, and for `bench/crash`, which prints it.
    private static void say(String line) {
        System.out.println("crash: " + line);
    }
}
