package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The promise itself: kill the whole of Postern, as often as you like, while whatever it needs
/// fails, and every message arrives; what comes twice, Postern knows of.
///
/// `-Dpostern.crash.points` says how often, `-Dpostern.crash.seed` repeats a run, and
/// `-Dpostern.crash.only` runs the scenarios with that in their names; `bench/crash` sets all.
/// Takes about a second for each point.
@Tag("crash")
class CrashCampaignTest {

    private static final int POINTS = Integer.getInteger("postern.crash.points", 50);
    private static final String ONLY = System.getProperty("postern.crash.only", "");

    /// Points that are made on one stage: then it is drained and judged.
    private static final int POINTS_OF_A_LEG = 25;

    /// As many as most machines have cores; each has a Postern and a Microsoft 365 of its own.
    private static final int AT_A_TIME = 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    /// Makes a scenario on a stage.
    @FunctionalInterface
    private interface Opening {
        Scenario on(Stage stage, long seed) throws IOException;
    }

    /// Some points of one scenario, on a stage of its own.
    private record Leg(String name, Opening opening, int points, long seed, boolean ownDisk) {

        @Override
        public String toString() {
            return "%s, seed %d, %d points".formatted(name, seed, points);
        }
    }

    private static Map<String, Opening> scenarios() {
        Map<String, Opening> all = new LinkedHashMap<>();
        all.put("collect imap", (stage, seed) -> Collecting.byImap(stage, new Random(seed)));
        all.put("collect pop3", (stage, seed) -> Collecting.byPop3(stage, new Random(seed)));
        for (WayOut way : WayOut.values()) {
            String name = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
            all.put("relay " + name, (stage, seed) -> new Relaying(stage, way, seed));
        }
        all.keySet().removeIf(name -> !name.contains(ONLY));
        return all;
    }

    /// All points, dealt out to the scenarios, and those of each cut into legs, of which every
    /// other one has a disk that can be filled.
    private static List<Leg> legs(long seed) {
        Map<String, Opening> scenarios = scenarios();
        List<Leg> legs = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, Opening> one : scenarios.entrySet()) {
            int points = POINTS / scenarios.size() + (number < POINTS % scenarios.size() ? 1 : 0);
            int count = Math.ceilDiv(points, POINTS_OF_A_LEG);
            for (int i = 0; i < count; i++) {
                long own = seed * 1000 + legs.size();
                int share = points / count + (i < points % count ? 1 : 0);
                boolean ownDisk = (number + i) % 2 == 0;
                legs.add(new Leg(one.getKey(), one.getValue(), share, own, ownDisk));
            }
            number++;
        }
        return legs;
    }

    @Test
    void everyMessageArrivesAndWhatComesTwiceIsKnown() throws Exception {
        long seed =
                Long.getLong("postern.crash.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        say("seed " + seed);
        ProgramFiles program = Rehearsal.in(folder);
        Map<String, Campaign.Findings> findings = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            Map<Leg, Future<Campaign.Findings>> running = new LinkedHashMap<>();
            for (Leg leg : legs(seed)) {
                running.put(leg, threads.submit(() -> run(leg, program)));
            }
            for (Map.Entry<Leg, Future<Campaign.Findings>> one : running.entrySet()) {
                try {
                    findings.merge(
                            one.getKey().name(), one.getValue().get(), Campaign.Findings::plus);
                } catch (ExecutionException e) {
                    failures.add(one.getKey() + ": " + e.getCause());
                }
            }
        }
        Report.of(findings).forEach(CrashCampaignTest::say);
        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(findings.values())
                .as("seed %d", seed)
                .allMatch(one -> one.tally().reachesGoal());
    }

    private Campaign.Findings run(Leg leg, ProgramFiles program) throws Exception {
        String name = leg.name() + " " + leg.seed();
        Path own = Files.createDirectory(folder.resolve(name.replace(' ', '-')));
        try (Stage stage = new Stage(own, program, leg.ownDisk());
                Scenario scenario = leg.opening().on(stage, leg.seed())) {
            Campaign campaign =
                    new Campaign(
                            stage,
                            scenario,
                            new Random(leg.seed()),
                            line -> say(leg.name() + " " + line));
            Campaign.Findings found = campaign.run(leg.points());
            say(leg.name() + ": " + found.tally());
            return found;
        } catch (Exception | AssertionError e) {
            say(leg.name() + " FAILED (" + own + "): " + e);
            throw e;
        }
    }

    /// For the person who waits, and for `bench/crash`, which prints it.
    private static void say(String text) {
        text.lines().forEach(line -> System.out.println("crash: " + line));
    }
}
