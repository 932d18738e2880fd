package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A mailbox that is emptied into a folder and to an application. Used by one thread.
final class Collecting implements Scenario {

    private static final int MESSAGES_MIN = 8;
    private static final int MESSAGES_MAX = 14;

    private static final Map<String, Integer> PLACES =
            Map.ofEntries(
                    Map.entry("begun", 12),
                    Map.entry("before-commit", 12),
                    Map.entry("committed", 12),
                    Map.entry("answered", 12),
                    Map.entry("ledger-entered", 8),
                    Map.entry("message-written", 8),
                    Map.entry("chunk-written", 2),
                    Map.entry("claimed", 8),
                    Map.entry("settled", 6),
                    Map.entry("told", 1),
                    Map.entry("confirming", 1),
                    Map.entry("TokenFetched", 1),
                    Map.entry("Listed", 1),
                    Map.entry("Accepted", 8),
                    Map.entry("Visited", 1),
                    Map.entry("HandedOver", 6));

    private static final List<String> IMAP_FAULTS =
            List.of(
                    "stall command=FETCH from=content after=300 time=3s",
                    "drip command=FETCH from=content after=300 time=40ms",
                    "drop command=FETCH from=content after=900",
                    "reset command=FETCH from=content after=900",
                    "drop command=FETCH from=answer",
                    "false-size bytes=17",
                    "false-size bytes=0",
                    "short-content keep=200",
                    "drop command=STORE from=answer",
                    "reset command=EXPUNGE from=answer",
                    "stall command=EXPUNGE from=answer time=3s",
                    "throttled command=FETCH backoff=300ms",
                    "server-unavailable command=SELECT",
                    "renumbered command=SELECT");

    private static final List<String> POP3_FAULTS =
            List.of(
                    "stall command=RETR from=content after=300 time=3s",
                    "drip command=RETR from=content after=300 time=40ms",
                    "drop command=RETR from=content after=900",
                    "reset command=RETR from=content after=900",
                    "false-size bytes=17",
                    "false-size bytes=0",
                    "drop command=DELE from=answer",
                    "drop command=QUIT from=answer",
                    "reset command=QUIT",
                    "stall command=QUIT from=answer time=3s",
                    "throttled command=RETR backoff=300ms");

    private final Stage stage;
    private final String mailbox;
    private final Scene scene;
    private final Letters letters;
    private final Random random;

    private Collecting(Stage stage, String mailbox, Random random) throws IOException {
        this.stage = stage;
        this.mailbox = mailbox;
        this.random = random;
        this.scene = new Scene(stage.folder, List.of(mailbox));
        this.letters = new Letters(scene.lab.mail().store(), random);
    }

    static Collecting byImap(Stage stage, Random random) throws IOException {
        return new Collecting(stage, Scene.IMAP, random);
    }

    static Collecting byPop3(Stage stage, Random random) throws IOException {
        return new Collecting(stage, Scene.POP3, random);
    }

    @Override
    public void send() throws IOException {
        letters.send(mailbox, random.nextInt(MESSAGES_MIN, MESSAGES_MAX));
        letters.sendLarge(mailbox);
    }

    @Override
    public Map<String, Integer> places() {
        return PLACES;
    }

    @Override
    public List<Trouble> troubles() {
        Faults faults = scene.lab.mail().faults();
        List<Trouble> troubles = new ArrayList<>();
        troubles.add(new TokensAway(scene.lab.entra().faults()));
        troubles.addAll(
                mailbox.equals(Scene.IMAP)
                        ? LabFaults.of(faults, "imap", IMAP_FAULTS)
                        : LabFaults.of(faults, "pop3", POP3_FAULTS));
        return troubles;
    }

    @Override
    public boolean drained() throws IOException {
        return scene.left() == 0
                && stage.nothingWaits()
                && scene.files(".eml").size() >= letters.sent().size()
                && scene.application.taken().keySet().containsAll(letters.sent());
    }

    @Override
    public void lookAfterwards() throws IOException, InterruptedException {
        stage.command("collect", Scene.name(mailbox), "--once");
    }

    @Override
    public Tally tally(long possible) throws IOException {
        int sent = letters.sent().size();
        assertThat(scene.left()).as("left in the mailbox").isZero();
        assertThat(scene.files(".tmp")).as("unfinished files").isEmpty();
        assertThat(scene.files(".json")).as("facts").hasSize(sent);
        assertThat(stage.inLedger()).as("messages in the ledger").isEqualTo(sent);
        assertThat(stage.openInLedger()).as("open lines in the ledger").isZero();
        try (Books books = new Books(stage.data())) {
            assertThat(books.haveNothingOpen()).isEqualTo(2 * sent);
            return compared(possible);
        }
    }

    private Tally compared(long possible) throws IOException {
        Map<String, Integer> inFolder = new TreeMap<>();
        for (Path file : scene.files(".eml")) {
            inFolder.merge(Letters.digest(Files.readAllBytes(file)), 1, Integer::sum);
        }
        Map<String, List<String>> atWebhook = scene.application.taken();
        Tally tally = new Tally(letters.sent().size(), 0, 0, 0, possible, 0);
        for (String digest : letters.sent()) {
            List<String> keys = atWebhook.getOrDefault(digest, List.of());
            long names = keys.stream().distinct().count();
            int times = inFolder.getOrDefault(digest, 0);
            boolean arrived = times > 0 && names > 0;
            boolean twice = times > 1 || names > 1;
            long again = keys.size() - names;
            tally = tally.plus(new Tally(0, arrived ? 1 : 0, twice ? 1 : 0, 0, 0, again));
        }
        // What nobody sent is double, too: the octets of something that was cut.
        long strange =
                inFolder.keySet().stream().filter(one -> !letters.sent().contains(one)).count();
        return tally.plus(new Tally(0, 0, strange, 0, 0, 0));
    }

    @Override
    public void close() {
        scene.close();
    }
}
