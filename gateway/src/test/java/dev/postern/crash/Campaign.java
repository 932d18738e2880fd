package dev.postern.crash;

import dev.postern.app.MortalMain;
import dev.postern.crash.Trouble.Plight;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Kills Postern again and again while mail comes in and goes out and the world around it fails,
/// and counts what arrived.
///
/// The seed decides what is sent, what goes wrong, and where each life ends. A life that should end
/// at a named place and does not come there within [#LIFE_MAX] of its start is killed where it is.
/// Used by one thread.
final class Campaign {

    private static final Duration LIFE_MAX = Duration.ofSeconds(10);

    /// The same if something else went wrong, too, and it may never come there.
    private static final Duration TROUBLED_LIFE_MAX = Duration.ofSeconds(4);

    private static final int BIRTH_MILLIS = 1500;
    private static final Duration BUSY_MAX = Duration.ofSeconds(6);
    private static final Duration DRAIN_MAX = Duration.ofMinutes(20);

    /// What no life may say: a claim that was taken from it while it lived, or a mistake of ours.
    private static final List<String> NEVER_SAID =
            List.of("no longer ours to settle", "our mistake", "Exception in thread", "\tat dev.");

    /// From when on the milliseconds of a life are counted.
    private enum Age {
        BORN,
        STARTED,
        /// It has handed over something.
        BUSY
    }

    /// Most is to be found when it is busy.
    private static final List<Age> AGES = List.of(Age.BORN, Age.STARTED, Age.BUSY, Age.BUSY);

    /// What the campaign did and found.
    ///
    /// @param atPlaces lives that ended at a named place
    /// @param atMoments lives that ended at any moment
    /// @param inTrouble lives during which something else went wrong, too
    record Findings(int atPlaces, int atMoments, int inTrouble, Tally tally) {

        static final Findings NONE = new Findings(0, 0, 0, Tally.NONE);

        int points() {
            return atPlaces + atMoments;
        }

        Findings plus(Findings other) {
            return new Findings(
                    atPlaces + other.atPlaces,
                    atMoments + other.atMoments,
                    inTrouble + other.inTrouble,
                    tally.plus(other.tally));
        }
    }

    private final Stage stage;
    private final Scenario scenario;
    private final List<Trouble> troubles = new ArrayList<>();
    private final Random random;
    private final Consumer<String> progress;

    /// Places and troubles still to come, so that each has its turn before one comes again.
    private final List<String> places = new ArrayList<>();

    private final List<Trouble> ahead = new ArrayList<>();
    private int atPlaces;
    private int atMoments;
    private int inTrouble;

    Campaign(Stage stage, Scenario scenario, Random random, Consumer<String> progress) {
        this.stage = stage;
        this.scenario = scenario;
        this.random = random;
        this.progress = progress;
        troubles.addAll(CommonTroubles.of(stage));
        troubles.addAll(scenario.troubles());
    }

    Findings run(int points) throws Exception {
        for (int point = 1; point <= points; point++) {
            scenario.send();
            String end = live();
            progress.accept("%d/%d %s".formatted(point, points, end));
            stage.nextLife();
        }
        long possible = drain();
        scenario.lookAfterwards();
        return new Findings(atPlaces, atMoments, inTrouble, scenario.tally(possible));
    }

    private String live() throws Exception {
        boolean trouble = random.nextBoolean();
        try (Plight plight = trouble ? next(ahead, troubles).strike(random) : Plight.NONE) {
            inTrouble += trouble ? 1 : 0;
            boolean atAPlace = random.nextInt(3) > (trouble ? 1 : 0);
            String end = atAPlace ? untilAPlace(plight) : untilAnyMoment(plight);
            return trouble ? end + ", " + plight.words() : end;
        }
    }

    /// Deals from a deck, which is shuffled anew when it is used up.
    private <T> T next(List<T> deck, List<T> all) {
        if (deck.isEmpty()) {
            deck.addAll(all);
            Collections.shuffle(deck, random);
        }
        return deck.removeLast();
    }

    private String untilAPlace(Plight plight) throws Exception {
        String place = next(places, List.copyOf(new TreeSet<>(scenario.places().keySet())));
        int arrival = 1 + random.nextInt(scenario.places().get(place));
        List<String> options = new ArrayList<>(plight.options());
        options.add("-D" + MortalMain.PLACE + "=" + place);
        options.add("-D" + MortalMain.ARRIVAL + "=" + arrival);
        try (PosternProcess life = plight.start(stage, options)) {
            Duration max = plight.equals(Plight.NONE) ? LIFE_MAX : TROUBLED_LIFE_MAX;
            boolean ended = !life.says("started") || life.endsWithin(max);
            boolean reached = ended && life.await().code() == PosternProcess.KILLED;
            if (ended && !reached) {
                return excused(plight, life);
            }
            life.kill();
            judge(life);
            atPlaces += reached ? 1 : 0;
            atMoments += reached ? 0 : 1;
            return place + (reached ? " " + arrival : " not reached");
        }
    }

    private String untilAnyMoment(Plight plight) throws Exception {
        Age age = AGES.get(random.nextInt(AGES.size()));
        int millis = random.nextInt(age == Age.BORN ? BIRTH_MILLIS : plight.lifeMillis());
        try (PosternProcess life = plight.start(stage, plight.options())) {
            if (age != Age.BORN && !life.says("started")) {
                return excused(plight, life);
            }
            if (age == Age.BUSY) {
                life.mayYetSay("handed over to", BUSY_MAX);
            }
            if (life.endsWithin(Duration.ofMillis(millis))) {
                return excused(plight, life);
            }
            life.kill();
            judge(life);
            atMoments++;
            return "%d ms after it was %s".formatted(millis, age.name().toLowerCase(Locale.ROOT));
        }
    }

    private String excused(Plight plight, PosternProcess life) throws Exception {
        PosternProcess.Result end = life.await();
        if (!plight.excuses(end)) {
            throw new AssertionError(
                    "it ended by itself with %d %s:\n%s"
                            .formatted(end.code(), plight.words(), end.err()));
        }
        judge(life);
        atMoments++;
        return "ended by itself";
    }

    private static void judge(PosternProcess life) throws IOException {
        String log = life.err();
        if (NEVER_SAID.stream().anyMatch(log::contains)) {
            throw new AssertionError("it said what it must not:\n" + log);
        }
    }

    /// Lets a last life do all that is left to do.
    ///
    /// @return how many hand-overs may have happened twice, as it says at its end
    private long drain() throws IOException, InterruptedException {
        stage.passAll();
        try (PosternProcess life = stage.start(List.of())) {
            boolean started = life.says("started");
            long end = System.nanoTime() + DRAIN_MAX.toNanos();
            while (!scenario.drained()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("it is not done:\n" + life.err());
                }
                if (!started || life.endsWithin(Duration.ofMillis(50))) {
                    throw new AssertionError("it ended by itself:\n" + life.err());
                }
            }
            long possible = stage.possiblyTwice();
            life.signal("TERM");
            Stage.expectSuccess(life.await());
            judge(life);
            return possible;
        }
    }
}
