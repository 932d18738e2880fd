package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.Addressee;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Dossier;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a relay at random moments and at every point where a message parts, and looks whether each
/// recipient still stands in exactly one place, where it was said to stand.
@Tag("crash")
class RelayCrashTest {

    private static final int KILLS = Integer.getInteger("queue.kills", 16);

    private static final List<String> POINTS =
            List.of(
                    "message-written",
                    "report-written",
                    "parted",
                    "split",
                    "passed-on",
                    "settled",
                    "before-commit",
                    "committed");

    @TempDir private Path folder;
    private final Map<QueueId, Integer> taken = new HashMap<>();
    private final Map<String, String> settled = new HashMap<>();
    private final Set<Long> reported = new HashSet<>();

    @Test
    void everyRecipientStandsInOnePlaceAfterEveryKill() throws Exception {
        EmptyQueue.layInto(folder);
        Random random = new Random(KILLS);
        for (int kill = 0; kill < KILLS; kill++) {
            String point = kill % 2 == 0 ? POINTS.get(kill / 2 % POINTS.size()) : "-";
            Process victim =
                    ChildJvm.start(
                            CrashVictim.class,
                            List.of("-Xmx96m"),
                            folder,
                            1,
                            kill,
                            point,
                            random.nextInt(40),
                            "relay");
            CrashTest.listen(victim, 60 + random.nextInt(200), this::note);
            verify("kill %d at %s".formatted(kill, point));
        }
        assertThat(taken).isNotEmpty();
        assertThat(settled.values()).contains("Delivered", "Refused", "Passed", "Deferred");
        assertThat(reported).isNotEmpty();
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 3) {
            return; // torn by the kill
        }
        switch (words[0]) {
            case "taken" -> taken.put(new QueueId(words[1]), Integer.parseInt(words[2]));
            case "settled" -> settled.put(words[1], words[2]);
            case "reported" -> reported.add(Long.parseLong(words[1]));
            default -> throw new AssertionError(line);
        }
    }

    private void verify(String when) throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore store = yard.open()) {
            for (Map.Entry<QueueId, Integer> message : taken.entrySet()) {
                Dossier dossier = store.desk().show(message.getKey()).orElseThrow();
                verify(when, dossier, message.getValue());
            }
        }
        for (long delivery : reported) {
            assertThat(yard.number("SELECT count(*) FROM message WHERE about = " + delivery))
                    .as("%s: reports about %d", when, delivery)
                    .isOne();
        }
        assertThat(yard.number("SELECT count(*) FROM pragma_foreign_key_check")).as(when).isZero();
        assertThat(yard.number("SELECT integrity_check = 'ok' FROM pragma_integrity_check"))
                .as(when)
                .isOne();
    }

    private void verify(String when, Dossier dossier, int recipients) {
        QueueId id = dossier.message().id();
        Map<Integer, Delivery> stands = new HashMap<>();
        for (Delivery one : dossier.deliveries()) {
            for (Addressee to : one.addressees()) {
                if (!news(dossier, one, to)) {
                    assertThat(stands.put(to.number(), one)).as("%s: %s twice", when, id).isNull();
                }
            }
        }
        assertThat(stands).as("%s: recipients of %s", when, id).hasSize(recipients);
        stands.forEach((number, one) -> {
            switch (settled.getOrDefault(id + "/" + number, "")) {
                case "Delivered" ->
                        assertThat(one.state()).as(when).isEqualTo(DeliveryState.DELIVERED);
                case "Refused" -> assertThat(one.destination()).as(when).isEqualTo(Outlet.SENDER);
                default -> assertThat(one.state()).as(when).isNotEqualTo(DeliveryState.PARKED);
            }
        });
        boolean ended = dossier.deliveries().stream().allMatch(one -> one.state().ended());
        assertThat(dossier.stored()).as("%s: bytes of %s", when, id).isEqualTo(!ended);
    }

    /// Whether this delivery is news of a delay or a relaying: then the recipient stands elsewhere
    /// too. A failure has no other delivery beside it.
    private static boolean news(Dossier dossier, Delivery one, Addressee to) {
        return one.destination().equals(Outlet.SENDER)
                && dossier.deliveries().stream()
                        .filter(other -> !other.destination().equals(Outlet.SENDER))
                        .anyMatch(other -> numbers(other, to));
    }

    private static boolean numbers(Delivery other, Addressee to) {
        return other.addressees().stream().anyMatch(one -> one.number() == to.number());
    }
}
