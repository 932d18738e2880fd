package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.Ledger;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Filter;
import dev.postern.queue.QueueStore;
import dev.postern.queue.ServerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the process at random moments and at every named point of the code, again and again on one
/// store, and looks whether all that was promised is there.
///
/// `-Dqueue.kills=N` for more than the usual number. A killed process leaves its writes to the
/// operating system, so this does not prove that they reach the disk; that COMMIT waits for the
/// disk is asserted in [GroupCommitTest].
@Tag("crash")
class CrashTest {

    private static final int KILLS = Integer.getInteger("queue.kills", 20);

    private static final List<String> POINTS =
            List.of(
                    "begun",
                    "ledger-entered",
                    "message-written",
                    "chunk-written",
                    "claimed",
                    "settled",
                    "before-commit",
                    "committed",
                    "answered",
                    "swept");

    private static final int LIST_MAX = 10_000;

    /// A store lives through so many kills; then a new one begins, so that looking through it stays
    /// quick.
    private static final int KILLS_PER_STORE = 20;

    @TempDir private Path root;
    private Path folder = Path.of("");

    // What all victims of this store said.
    private final Map<Long, Set<String>> offered = new HashMap<>();
    private final Map<Long, String> taken = new HashMap<>();
    private final Map<String, String> settled = new HashMap<>();
    private long nextUid = 1;

    @Test
    void whatWasAcknowledgedSurvivesEveryKillAndNothingIsHalfThere() throws Exception {
        Random random = new Random(KILLS);
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % KILLS_PER_STORE == 0) {
                beginStore("store-" + kill);
            }
            boolean named = kill % 2 == 0;
            String point = named ? POINTS.get(kill / 2 % POINTS.size()) : "-";
            Process victim =
                    ChildJvm.start(
                            CrashVictim.class,
                            List.of("-Xmx96m"),
                            folder,
                            nextUid,
                            kill,
                            point,
                            random.nextInt(40));
            listen(victim, 30 + random.nextInt(120), this::note);
            verify("kill %d at %s".formatted(kill, point));
        }
        assertThat(taken).isNotEmpty();
        assertThat(settled).isNotEmpty();
    }

    private void beginStore(String name) throws IOException {
        folder = Files.createDirectory(root.resolve(name));
        EmptyQueue.layInto(folder);
        offered.clear();
        taken.clear();
        settled.clear();
        nextUid = 1;
    }

    /// Notes what the victim says; kills it after so many lines, unless it ends before by itself.
    static void listen(Process victim, int lines, Consumer<String> note) throws Exception {
        try (BufferedReader reader = victim.inputReader(StandardCharsets.US_ASCII)) {
            int heard = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                note.accept(line);
                if (++heard == lines) {
                    victim.toHandle().destroyForcibly(); // SIGKILL; what it said can still be read
                }
            }
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.exitValue()).as("killed, not failed").isEqualTo(137);
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 3) {
            return; // torn by the kill
        }
        switch (words[0]) {
            case "offer" -> {
                long uid = Long.parseLong(words[1]);
                nextUid = Math.max(nextUid, uid + 1);
                offered.computeIfAbsent(uid, _ -> new HashSet<>()).add(words[2]);
            }
            case "taken" -> taken.put(Long.parseLong(words[1]), words[2]);
            case "settled" -> settled.put(words[1], words[2]);
            default -> {
                // an intention: no promise yet
            }
        }
    }

    private void verify(String when) throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore store = yard.open()) {
            Map<Long, Delivery> found = new HashMap<>();
            for (Delivery delivery : store.desk().list(Filter.any(LIST_MAX))) {
                long uid = uid(delivery);
                assertThat(found.put(uid, delivery)).as("%s: UID %d twice", when, uid).isNull();
                assertThat(offered.get(uid)).as(when).contains(delivery.message().sha256());
            }
            assertThat(found).as(when).hasSizeLessThan(LIST_MAX);
            verifyAcknowledged(when, found);
            verifyBytes(when, store, found);
            Map<ServerId, Ledger.Entry> ledger = store.ledger().entries(Yard.INBOX);
            assertThat(ledger.keySet())
                    .as("%s: ledger and messages", when)
                    .isEqualTo(Set.copyOf(found.keySet().stream().map(ServerId.Uid::new).toList()));
        }
        assertThat(yard.number("SELECT count(*) FROM pragma_foreign_key_check")).as(when).isZero();
        assertThat(yard.number("SELECT integrity_check = 'ok' FROM pragma_integrity_check"))
                .as(when)
                .isOne();
    }

    private static long uid(Delivery delivery) {
        return switch (delivery.message().origin()) {
            case Origin.Collected(_, ServerId.Uid uid, _) -> uid.value();
            case Origin.Collected(_, ServerId.Uidl other, _) -> throw new AssertionError(other);
            case Origin.Submitted _, Origin.Report _ -> throw new AssertionError("not collected");
        };
    }

    private void verifyAcknowledged(String when, Map<Long, Delivery> found) {
        taken.forEach((uid, id) -> {
            assertThat(found).as("%s: acknowledged", when).containsKey(uid);
            assertThat(found.get(uid).message().id().value()).as(when).isEqualTo(id);
        });
        Map<String, DeliveryState> states = new HashMap<>();
        found.values()
                .forEach(delivery -> states.put(delivery.message().id().value(), delivery.state()));
        settled.forEach((id, outcome) -> {
            switch (outcome) {
                case "Delivered" ->
                        assertThat(states).as(when).containsEntry(id, DeliveryState.DELIVERED);
                case "Refused" ->
                        assertThat(states).as(when).containsEntry(id, DeliveryState.PARKED);
                default -> assertThat(states).as(when).containsKey(id);
            }
        });
    }

    private static void verifyBytes(String when, QueueStore store, Map<Long, Delivery> found)
            throws IOException, java.security.NoSuchAlgorithmException {
        for (Delivery delivery : found.values()) {
            if (delivery.state() == DeliveryState.DELIVERED) {
                continue;
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = store.outlet().open(delivery.message().id())) {
                digest.update(in.readAllBytes());
            }
            assertThat(HexFormat.of().formatHex(digest.digest()))
                    .as("%s: bytes of %s", when, delivery.message().id())
                    .isEqualTo(delivery.message().sha256());
        }
    }
}
