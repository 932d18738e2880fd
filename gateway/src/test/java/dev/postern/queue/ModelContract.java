package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A random life of the queue beside a model of a few maps: after every step both agree.
public abstract class ModelContract extends QueueContract {

    private static final int STEPS = 300;
    private static final int ORIGINS = 40;

    /// What the model knows of one delivery.
    private static final class Card {
        private DeliveryState state = DeliveryState.WAITING;
        private long dueMillis;
        private int attempts;
        private String token = "";
    }

    private final Map<QueueId, Card> cards = new TreeMap<>();
    private final Map<QueueId, byte[]> contents = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final List<Claim> claims = new ArrayList<>();

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void queueDoesWhatTheModelDoes(long seed) throws Exception {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> acceptOne(random);
                case 4, 5 -> claimSome(random);
                case 6, 7, 8 -> settleOne(random);
                case 9 -> operate(random);
                case 10 -> clock.advance(LEASE.dividedBy(1 + random.nextInt(4)));
                default -> {
                    if (random.nextInt(5) == 0) {
                        reopen();
                    }
                }
            }
            compare(random);
        }
    }

    private void acceptOne(Random random) throws Exception {
        long uid = 1L + random.nextInt(ORIGINS);
        byte[] octets = new byte[random.nextInt(8) == 0 ? large() + 5 : random.nextInt(3000)];
        random.nextBytes(octets);
        Acceptance acceptance = accept(offer(received(octets), origin(uid), BOX));
        if (known.add(uid)) {
            QueueId id = taken(acceptance);
            cards.put(id, new Card());
            contents.put(id, octets);
        } else {
            assertThat(acceptance).isEqualTo(new Acceptance.Known());
        }
    }

    private void claimSome(Random random) throws Exception {
        int limit = 1 + random.nextInt(5);
        long now = clock.instant().toEpochMilli();
        List<QueueId> expected =
                cards.entrySet().stream()
                        .filter(entry -> claimable(entry.getValue(), now))
                        .map(Map.Entry::getKey)
                        .limit(limit)
                        .toList();

        List<Claim> claimed = claim(limit);

        assertThat(claimed).extracting(claim -> claim.message().id()).isEqualTo(expected);
        for (Card card : cards.values()) {
            if (card.state == DeliveryState.SENDING && card.dueMillis <= now) {
                card.state = DeliveryState.WAITING;
                card.dueMillis = 0;
            }
        }
        for (Claim claim : claimed) {
            Card card = cards.get(claim.message().id());
            card.state = DeliveryState.SENDING;
            card.dueMillis = now + LEASE.toMillis();
            card.attempts++;
            card.token = claim.token();
            assertThat(claim.attempt()).isEqualTo(card.attempts);
        }
        claims.addAll(claimed);
    }

    private static boolean claimable(Card card, long now) {
        return (card.state == DeliveryState.WAITING || card.state == DeliveryState.SENDING)
                && card.dueMillis <= now;
    }

    private void settleOne(Random random) throws Exception {
        if (claims.isEmpty()) {
            return;
        }
        Claim claim = claims.remove(random.nextInt(claims.size()));
        Card card = cards.get(claim.message().id());
        boolean valid = card.state == DeliveryState.SENDING && card.token.equals(claim.token());
        Outcome outcome =
                switch (random.nextInt(3)) {
                    case 0 -> new Outcome.Delivered("ok");
                    case 1 ->
                            new Outcome.Deferred(
                                    "later",
                                    clock.instant().plus(Duration.ofMinutes(random.nextInt(10))));
                    default -> new Outcome.Refused("no");
                };

        assertThat(store.outlet().settle(claim, outcome)).isEqualTo(valid);

        if (valid) {
            apply(card, outcome);
        }
    }

    private static void apply(Card card, Outcome outcome) {
        switch (outcome) {
            case Outcome.Delivered _ -> card.state = DeliveryState.DELIVERED;
            case Outcome.Refused _ -> card.state = DeliveryState.PARKED;
            case Outcome.Deferred deferred -> {
                card.state = DeliveryState.WAITING;
                card.dueMillis = deferred.notBefore().toEpochMilli();
            }
            case Outcome.Unclear _, Outcome.Passed _, Outcome.Parted _ ->
                    throw new UnsupportedOperationException("no envelopes here");
        }
    }

    private void operate(Random random) throws Exception {
        if (cards.isEmpty()) {
            return;
        }
        QueueId id = List.copyOf(cards.keySet()).get(random.nextInt(cards.size()));
        Card card = cards.get(id);
        QueueDesk desk = store.desk();
        boolean waits = card.state == DeliveryState.WAITING;
        boolean parked = card.state == DeliveryState.PARKED;
        switch (random.nextInt(4)) {
            case 0 -> {
                assertThat(desk.retry(id, "op")).hasSize(waits ? 1 : 0);
                card.dueMillis = waits ? 0 : card.dueMillis;
            }
            case 1 -> {
                assertThat(desk.release(id, "op")).hasSize(parked ? 1 : 0);
                card.attempts = parked ? 0 : card.attempts;
                card.dueMillis = parked ? 0 : card.dueMillis;
                card.state = parked ? DeliveryState.WAITING : card.state;
            }
            case 2 -> {
                assertThat(desk.park(id, "op", "")).hasSize(waits ? 1 : 0);
                card.state = waits ? DeliveryState.PARKED : card.state;
            }
            default -> {
                assertThat(desk.delete(id, "op", "")).hasSize(waits || parked ? 1 : 0);
                card.state = waits || parked ? DeliveryState.DELETED : card.state;
            }
        }
    }

    private void compare(Random random) throws Exception {
        Map<QueueId, DeliveryState> expected = new TreeMap<>();
        cards.forEach((id, card) -> expected.put(id, card.state));
        Map<QueueId, DeliveryState> actual = new TreeMap<>();
        for (QueueDesk.Delivery delivery : store.desk().list(QueueDesk.Filter.any(1000))) {
            actual.put(delivery.message().id(), delivery.state());
        }
        assertThat(actual).isEqualTo(expected);
        if (!cards.isEmpty()) {
            QueueId id = List.copyOf(cards.keySet()).get(random.nextInt(cards.size()));
            if (!cards.get(id).state.ended()) {
                assertThat(bytes(id)).isEqualTo(contents.get(id));
            }
        }
    }
}
