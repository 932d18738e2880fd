package dev.postern.crash;

import dev.postern.app.MortalMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Kills Postern again and again while mail comes in and goes out, and counts what arrived.
///
/// The seed decides what is sent and where each life ends. A life that should end at a named place
/// and does not come there within [#LIFE_MAX] is killed where it is. Used by one thread.
final class Campaign {

    /// Places in the code, and how often a life comes by there at least.
    private static final Map<String, Integer> PLACES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("begun", 20),
                            Map.entry("before-commit", 20),
                            Map.entry("committed", 20),
                            Map.entry("answered", 20),
                            Map.entry("ledger-entered", 8),
                            Map.entry("message-written", 8),
                            Map.entry("chunk-written", 2),
                            Map.entry("claimed", 8),
                            Map.entry("settled", 8),
                            Map.entry("told", 2),
                            Map.entry("confirming", 2),
                            Map.entry("TokenFetched", 1),
                            Map.entry("Listed", 2),
                            Map.entry("Accepted", 8),
                            Map.entry("Visited", 2),
                            Map.entry("HandedOver", 8)));

    private static final Duration LIFE_MAX = Duration.ofSeconds(8);
    private static final int LIFE_MILLIS = 900;
    private static final int BIRTH_MILLIS = 1500;
    private static final Duration DRAIN_MAX = Duration.ofSeconds(90);
    private static final Duration LEASE = Duration.ofSeconds(61);

    /// What the campaign did and found.
    ///
    /// @param lost messages that did not arrive in the folder or at the webhook
    /// @param twice messages that are in the folder more than once, or came to the webhook under
    ///   more than one key
    /// @param repeated messages that came to the webhook again under the same key
    record Counts(
            int killedAtPlaces,
            int killedAtMoments,
            int sent,
            int arrived,
            int lost,
            int twice,
            int repeated) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    killedAtPlaces + other.killedAtPlaces,
                    killedAtMoments + other.killedAtMoments,
                    sent + other.sent,
                    arrived + other.arrived,
                    lost + other.lost,
                    twice + other.twice,
                    repeated + other.repeated);
        }

        @Override
        public String toString() {
            return "killed %d times (%d at named places, %d at any moment): %d sent, %d arrived, %d lost, %d double, %d sent to the webhook again under their key"
                    .formatted(
                            killedAtPlaces + killedAtMoments,
                            killedAtPlaces,
                            killedAtMoments,
                            sent,
                            arrived,
                            lost,
                            twice,
                            repeated);
        }
    }

    private final Scene scene;
    private final PosternProcess.Setting setting;
    private final Random random;
    private final Letters letters;
    private final Consumer<String> progress;

    /// Places still to come, so that each has its turn before one comes again.
    private final List<String> deck = new ArrayList<>();

    private Duration ahead = Duration.ZERO;
    private int atPlaces;
    private int atMoments;

    Campaign(Scene scene, PosternProcess.Setting setting, long seed, Consumer<String> progress) {
        this.scene = scene;
        this.setting = setting;
        this.random = new Random(seed);
        this.letters = new Letters(scene.lab.mail().store(), new Random(seed + 1));
        this.progress = progress;
    }

    Counts run(int points) throws IOException, InterruptedException {
        for (int point = 1; point <= points; point++) {
            for (String mailbox : Scene.MAILBOXES) {
                letters.send(mailbox, 4 + random.nextInt(6));
            }
            letters.sendLarge(random.nextInt(8) == 0 ? Scene.IMAP : Scene.POP3);
            String death = random.nextInt(3) == 0 ? atAnyMoment() : atAPlace();
            progress.accept("%d/%d %s".formatted(point, points, death));
            // Leases of the life that ended are over, as they would be a minute later.
            ahead = ahead.plus(LEASE);
        }
        drain();
        return count();
    }

    private String atAPlace() throws IOException, InterruptedException {
        if (deck.isEmpty()) {
            deck.addAll(PLACES.keySet());
            Collections.shuffle(deck, random);
        }
        String place = deck.removeLast();
        int arrival = 1 + random.nextInt(PLACES.get(place));
        try (PosternProcess life =
                life(
                        "-D" + MortalMain.PLACE + "=" + place,
                        "-D" + MortalMain.ARRIVAL + "=" + arrival)) {
            boolean reached = life.endsWithin(LIFE_MAX);
            life.kill();
            atPlaces += reached ? 1 : 0;
            atMoments += reached ? 0 : 1;
            return reached ? place + " " + arrival : place + " not reached";
        }
    }

    private String atAnyMoment() throws IOException, InterruptedException {
        boolean young = random.nextInt(4) == 0;
        int millis = random.nextInt(young ? BIRTH_MILLIS : LIFE_MILLIS);
        try (PosternProcess life = life()) {
            if (!young && !life.says("started")) {
                throw new AssertionError("it ended by itself:\n" + life.err());
            }
            if (life.endsWithin(Duration.ofMillis(millis))) {
                throw new AssertionError("it ended by itself:\n" + life.err());
            }
            life.kill();
            atMoments++;
            return millis + " ms after " + (young ? "birth" : "start");
        }
    }

    private PosternProcess life(String... options) throws IOException {
        return PosternProcess.start(
                setting.with("-D" + MortalMain.AHEAD + "=" + ahead).with(options),
                "run",
                "-c",
                scene.settings.toString());
    }

    /// Lets a last life do all that is left to do, and the books be closed.
    private void drain() throws IOException, InterruptedException {
        try (PosternProcess life = life()) {
            boolean started = life.says("started");
            long end = System.nanoTime() + DRAIN_MAX.toNanos();
            while (!drained() && System.nanoTime() < end) {
                if (!started || life.endsWithin(Duration.ofMillis(50))) {
                    throw new AssertionError("it ended by itself:\n" + life.err());
                }
            }
            life.signal("TERM");
            expectSuccess(life.await());
        }
        for (String name : Scene.NAMES) {
            expectSuccess(
                    PosternProcess.run(
                            setting, "collect", name, "--once", "-c", scene.settings.toString()));
        }
    }

    private static void expectSuccess(PosternProcess.Result result) {
        if (result.code() != 0) {
            throw new AssertionError("ended with %d:\n%s".formatted(result.code(), result.err()));
        }
    }

    private boolean drained() throws IOException {
        return scene.left() == 0
                && scene.files(".eml").size() >= letters.sent().size()
                && scene.application.taken().keySet().containsAll(letters.sent());
    }

    private Counts count() throws IOException {
        Map<String, Integer> inFolder = new TreeMap<>();
        for (Path file : scene.files(".eml")) {
            inFolder.merge(Letters.digest(Files.readAllBytes(file)), 1, Integer::sum);
        }
        Map<String, List<String>> atWebhook = scene.application.taken();
        int arrived = 0;
        int twice = 0;
        int repeated = 0;
        for (String digest : letters.sent()) {
            List<String> keys = atWebhook.getOrDefault(digest, List.of());
            long names = keys.stream().distinct().count();
            int times = inFolder.getOrDefault(digest, 0);
            arrived += times > 0 && names > 0 ? 1 : 0;
            twice += times > 1 || names > 1 ? 1 : 0;
            repeated += keys.size() > 1 ? 1 : 0;
        }
        int sent = letters.sent().size();
        // What nobody sent is double, too: the octets of something that was cut.
        int strange =
                (int)
                        inFolder.keySet().stream()
                                .filter(one -> !letters.sent().contains(one))
                                .count();
        return new Counts(
                atPlaces, atMoments, sent, arrived, sent - arrived, twice + strange, repeated);
    }
}
