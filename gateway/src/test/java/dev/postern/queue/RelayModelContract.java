package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A random life of messages with envelopes beside a model that knows of each recipient where it
/// stands, and nothing of rows: after every step both agree.
public abstract class RelayModelContract extends RelayContract {

    private static final int STEPS = 250;
    private static final List<String> PLACES = List.of("exchange", "acs", "smart", Outlet.SENDER);
    private static final List<String> SENDERS = List.of("", "anna@x.cz", "bob@x.cz", "eva@x.cz");

    /// What a card is about: the message itself, or news of it for its sender.
    private enum Kind {
        MESSAGE,
        DELAYED,
        RELAYED
    }

    private record Key(QueueId message, Kind kind, int recipient) {}

    /// Where one recipient of one message stands.
    private static final class Card {
        private final Key key;
        private final String sender;
        private final Recipient recipient;
        private final List<String> ways;
        private String destination;
        private DeliveryState state = DeliveryState.WAITING;
        private boolean failed;
        private boolean warned;
        private long due;
        private String token = "";

        private Card(Key key, String sender, Recipient recipient, List<String> ways) {
            this.key = key;
            this.sender = sender;
            this.recipient = recipient;
            this.ways = ways;
            this.destination = ways.getFirst();
        }

        private boolean claimable(String place, long now) {
            return destination.equals(place)
                    && due <= now
                    && (state == DeliveryState.WAITING || state == DeliveryState.SENDING);
        }

        private void wait(String where, long until) {
            destination = where;
            state = DeliveryState.WAITING;
            due = until;
        }

        private String stands() {
            return destination + " " + state.word();
        }
    }

    private final Map<Key, Card> cards = new HashMap<>();
    private final List<Claim> claims = new ArrayList<>();

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void queueDoesWithEachRecipientWhatTheModelDoes(long seed) throws Exception {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> acceptOne(random);
                case 3, 4, 5, 6 -> claimSome(random);
                case 7, 8, 9, 10 -> settleOne(random);
                case 11 -> operate(random);
                case 12 -> passOn(random);
                default -> clock.advance(LEASE.dividedBy(1 + random.nextInt(4)));
            }
            if (random.nextInt(60) == 0) {
                reopen();
            }
            compare(random);
        }
        assertThat(cards.values()).extracting(card -> card.state).contains(DeliveryState.BOUNCED);
    }

    private void acceptOne(Random random) throws Exception {
        String sender = SENDERS.get(random.nextInt(SENDERS.size()));
        Recipient[] recipients =
                IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> to("r" + i + "@x.cz", wishes(random)))
                        .toArray(Recipient[]::new);
        int from = random.nextInt(3);
        List<String> ways = PLACES.subList(from, from + 1 + random.nextInt(3 - from));

        QueueId id = submitted(sender, ways, recipients);

        for (int i = 0; i < recipients.length; i++) {
            Key key = new Key(id, Kind.MESSAGE, i);
            cards.put(key, new Card(key, sender, recipients[i], ways));
        }
    }

    private static Notify[] wishes(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Notify[] {Notify.NEVER};
            case 1 -> new Notify[] {Notify.SUCCESS, Notify.DELAY};
            default -> new Notify[0];
        };
    }

    private List<Card> of(Claim claim) {
        Kind kind =
                claim.consignment()
                        .notice()
                        .filter(notice -> notice != Notice.FAILED)
                        .map(notice -> Kind.valueOf(notice.name()))
                        .orElse(Kind.MESSAGE);
        return claim.consignment().addressees().stream()
                .map(to -> cards.get(new Key(claim.message().id(), kind, to.number())))
                .toList();
    }

    private void claimSome(Random random) throws Exception {
        String place = PLACES.get(random.nextInt(PLACES.size()));
        int limit = 1 + random.nextInt(5);
        long now = clock.instant().toEpochMilli();
        List<Card> open =
                new ArrayList<>(
                        cards.values().stream()
                                .filter(card -> card.claimable(place, now))
                                .toList());

        List<Claim> claimed = claim(place, limit);

        assertThat(claimed).hasSizeLessThanOrEqualTo(limit);
        for (Claim claim : claimed) {
            List<Card> some = of(claim);
            assertThat(some).isNotEmpty().isSubsetOf(open);
            open.removeAll(some);
        }
        if (claimed.size() < limit) {
            assertThat(open).isEmpty();
        }
        assertOldestOfEachSender(claimed, open);
        open.forEach(card -> card.wait(card.destination, 0)); // those whose lease ran out
        for (Claim claim : claimed) {
            of(claim).forEach(card -> hold(card, claim));
            claims.add(random.nextInt(4) == 0 ? split(claim, 1 + random.nextInt(2)) : claim);
        }
    }

    private void assertOldestOfEachSender(Collection<Claim> claimed, Collection<Card> left) {
        for (Claim claim : claimed) {
            Card card = of(claim).getFirst();
            assertThat(left)
                    .filteredOn(other -> other.sender.equals(card.sender))
                    .noneMatch(other -> other.key.message().compareTo(card.key.message()) < 0);
        }
    }

    private void hold(Card card, Claim claim) {
        card.state = DeliveryState.SENDING;
        card.due = clock.instant().plus(LEASE).toEpochMilli();
        card.token = claim.token();
    }

    private Claim split(Claim claim, int max) throws Exception {
        List<Card> before = of(claim);
        Claim first = store.outlet().split(claim, max);
        before.stream().skip(max).forEach(card -> card.wait(card.destination, 0));
        of(first).forEach(card -> card.token = first.token());
        return first;
    }

    private void settleOne(Random random) throws Exception {
        if (claims.isEmpty()) {
            return;
        }
        Claim claim = claims.remove(random.nextInt(claims.size()));
        List<Card> some = of(claim);
        boolean valid =
                some.stream()
                        .allMatch(card ->
                                card.state == DeliveryState.SENDING
                                        && card.token.equals(claim.token()));
        List<Outcome.Part> parts = new ArrayList<>();
        for (Addressee addressee : claim.consignment().addressees()) {
            parts.add(part(outcome(random), addressee.number()));
        }
        Outcome outcome = new Outcome.Parted(parts);
        if (random.nextBoolean()) {
            Outcome.ForSome one = parts.getFirst().outcome();
            parts.replaceAll(part -> new Outcome.Part(part.addressees(), one));
            outcome = one;
        }

        assertThat(settle(claim, outcome)).isEqualTo(valid);

        if (valid) {
            boolean warned = some.getFirst().warned;
            for (int i = 0; i < some.size(); i++) {
                apply(some.get(i), parts.get(i).outcome(), warned);
            }
            boolean told = some.stream().anyMatch(card -> card.warned);
            some.forEach(card -> card.warned = told);
        }
    }

    private Outcome.ForSome outcome(Random random) {
        Instant later = clock.instant().plus(Duration.ofMinutes(random.nextInt(9)));
        Reply reply = reply("4.0.0", "said " + random.nextInt(3));
        return switch (random.nextInt(8)) {
            case 0 -> new Outcome.Deferred(reply, later, random.nextBoolean());
            case 1 -> new Outcome.Unclear(reply, later);
            case 2, 3 -> new Outcome.Passed(reply);
            case 4, 5 -> new Outcome.Refused(reply);
            default -> new Outcome.Delivered(reply, random.nextInt(3) == 0);
        };
    }

    private void apply(Card card, Outcome.ForSome outcome, boolean warned) {
        boolean notice = card.key.kind() != Kind.MESSAGE || card.failed;
        switch (outcome) {
            case Outcome.Delivered taken -> {
                card.state = card.failed ? DeliveryState.BOUNCED : DeliveryState.DELIVERED;
                if (!notice && !taken.reports()) {
                    tell(card, Kind.RELAYED, Notify.SUCCESS);
                }
            }
            case Outcome.Deferred late -> {
                waitAgain(card, late.notBefore());
                if (!notice && late.tellSender() && !warned) {
                    card.warned = tell(card, Kind.DELAYED, Notify.DELAY);
                }
            }
            case Outcome.Unclear unclear -> waitAgain(card, unclear.notBefore());
            case Outcome.Passed _ when !notice && next(card).isPresent() ->
                    card.wait(next(card).orElseThrow(), 0);
            case Outcome.Passed _, Outcome.Refused _ -> refuse(card, notice);
        }
    }

    private static void waitAgain(Card card, Instant notBefore) {
        boolean notice = card.key.kind() != Kind.MESSAGE || card.failed;
        card.wait(notice ? Outlet.SENDER : card.ways.getFirst(), notBefore.toEpochMilli());
    }

    private static Optional<String> next(Card card) {
        return card.ways.stream().skip(card.ways.indexOf(card.destination) + 1L).findFirst();
    }

    private static void refuse(Card card, boolean notice) {
        boolean gone = notice && !card.failed;
        boolean unwanted = !notice && !card.recipient.wants(Notify.FAILURE);
        if (card.sender.isEmpty() || card.failed) {
            card.state = DeliveryState.PARKED;
        } else if (gone || unwanted) {
            card.state = DeliveryState.BOUNCED;
        } else {
            card.failed = true;
            card.wait(Outlet.SENDER, 0);
        }
    }

    private boolean tell(Card about, Kind kind, Notify event) {
        boolean told = !about.sender.isEmpty() && about.recipient.wants(event);
        if (told) {
            Key key = new Key(about.key.message(), kind, about.key.recipient());
            assertThat(cards).as("told once").doesNotContainKey(key);
            cards.put(key, new Card(key, about.sender, about.recipient, List.of(Outlet.SENDER)));
        }
        return told;
    }

    private void passOn(Random random) throws Exception {
        String place = PLACES.get(random.nextInt(PLACES.size()));
        long now = clock.instant().toEpochMilli();
        List<Card> moved =
                cards.values().stream()
                        .filter(card -> card.state == DeliveryState.WAITING)
                        .filter(card -> card.claimable(place, now))
                        .filter(card -> !card.failed && next(card).isPresent())
                        .toList();

        assertThat(store.outlet().passOn(place, new Outlet.Why("away", Hope.LATER), 1000) > 0)
                .isEqualTo(!moved.isEmpty());

        moved.forEach(card -> card.wait(next(card).orElseThrow(), 0));
    }

    private void operate(Random random) throws Exception {
        if (cards.isEmpty()) {
            return;
        }
        QueueId id = anyMessage(random);
        List<Card> waiting = in(id, DeliveryState.WAITING);
        List<Card> parked = in(id, DeliveryState.PARKED);
        QueueDesk desk = store.desk();
        switch (random.nextInt(5)) {
            case 0 -> {
                assertThat(desk.retry(id, "op").isEmpty()).isEqualTo(waiting.isEmpty());
                waiting.forEach(card -> card.due = 0);
            }
            case 1, 2 -> {
                assertThat(desk.release(id, "op").isEmpty()).isEqualTo(parked.isEmpty());
                for (Card card : parked) {
                    card.failed = false;
                    waitAgain(card, Instant.EPOCH);
                }
            }
            case 3 -> {
                assertThat(desk.park(id, "op", "").isEmpty()).isEqualTo(waiting.isEmpty());
                waiting.forEach(card -> card.state = DeliveryState.PARKED);
            }
            default -> {
                assertThat(desk.delete(id, "op", "").isEmpty())
                        .isEqualTo(waiting.isEmpty() && parked.isEmpty());
                waiting.forEach(card -> card.state = DeliveryState.DELETED);
                parked.forEach(card -> card.state = DeliveryState.DELETED);
            }
        }
    }

    private QueueId anyMessage(Random random) {
        List<QueueId> ids =
                cards.keySet().stream()
                        .map(Key::message)
                        .distinct()
                        .sorted(Comparator.naturalOrder())
                        .toList();
        return ids.get(random.nextInt(ids.size()));
    }

    private List<Card> in(QueueId id, DeliveryState state) {
        return cards.values().stream()
                .filter(card -> card.key.message().equals(id) && card.state == state)
                .toList();
    }

    private void compare(Random random) throws Exception {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (Card card : cards.values()) {
            add(expected, card.key.message(), card.key.recipient(), card.stands());
        }
        Map<String, Set<String>> actual = new TreeMap<>();
        for (QueueDesk.Delivery one : store.desk().list(QueueDesk.Filter.any(10_000))) {
            for (Addressee to : one.addressees()) {
                String stands = one.destination() + " " + one.state().word();
                add(actual, one.message().id(), to.number(), stands);
            }
        }
        assertThat(actual).isEqualTo(expected);
        if (!cards.isEmpty()) {
            QueueId id = anyMessage(random);
            boolean ended =
                    cards.values().stream()
                            .filter(card -> card.key.message().equals(id))
                            .allMatch(card -> card.state.ended());
            assertThat(show(id).stored()).isEqualTo(!ended);
        }
    }

    /// Equal ones are told apart by their count.
    private static void add(
            Map<String, Set<String>> stands, QueueId message, int recipient, String what) {
        Set<String> all = stands.computeIfAbsent(message + "/" + recipient, _ -> new TreeSet<>());
        String name = what;
        for (int i = 2; !all.add(name); i++) {
            name = what + " " + i;
        }
    }
}
