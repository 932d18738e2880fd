package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [Intake] and [Reception] promise.
public abstract class IntakeContract extends QueueContract {

    @Test
    void acceptedMessageIsThereAfterReopening() throws Exception {
        QueueId id = accepted(1);

        reopen();

        Claim claim = claimOne();
        assertThat(claim.message().id()).isEqualTo(id);
        assertThat(bytes(id)).isEqualTo(text("message 1"));
    }

    @Test
    void acceptedMessageCarriesAllThatWasOffered() throws Exception {
        byte[] octets = octets(5000);
        Reception reception = received(octets);
        String digest = reception.sha256();

        QueueId id = taken(accept(offer(reception, origin(4), BOX)));

        StoredMessage message = claimOne().message();
        assertThat(message)
                .isEqualTo(
                        new StoredMessage(
                                id,
                                origin(4),
                                "razr",
                                clock.instant(),
                                5000,
                                digest,
                                Optional.of("<1@example.cz>")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 1.00001, 2, 5.5})
    void bytesComeOutAsTheyCameIn(double ofLarge) throws Exception {
        byte[] octets = octets((int) (large() * ofLarge));
        Reception reception = store.intake().begin();
        for (int at = 0; at < octets.length; at += 7001) {
            reception.write(octets, at, Math.min(7001, octets.length - at));
        }
        assertThat(reception.size()).isEqualTo(octets.length);

        QueueId id = taken(accept(offer(reception, origin(1), BOX)));

        assertThat(bytes(id)).isEqualTo(octets);
    }

    @Test
    void digestIsThatOfTheBytes() throws Exception {
        try (Reception reception = received(text("abc"))) {
            assertThat(reception.sha256())
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 8192, 65_536, 200_000, 1_000_000})
    void headIsTheBeginningOfTheMessage(int size) throws Exception {
        byte[] octets = octets(size);
        try (Reception reception = received(octets)) {
            for (int max : new int[] {1, 8192, 65_536, 1_000_000}) {
                int expected = Math.min(Math.min(max, 65_536), size);
                assertThat(reception.head(max))
                        .isEqualTo(java.util.Arrays.copyOf(octets, expected));
            }
        }
    }

    @Test
    void nothingCanBeWrittenAfterTheDigest() throws Exception {
        try (Reception reception = received(text("abc"))) {
            assertThat(HexFormat.of().parseHex(reception.sha256())).hasSize(32);
            assertThatThrownBy(() -> reception.write(text("d"), 0, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void originThatIsInTheLedgerIsKnown() throws Exception {
        accepted(1);

        Acceptance again = accept(offer(received(text("again")), origin(1), BOX));

        assertThat(again).isEqualTo(new Acceptance.Known());
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void originThatComesTwiceInOneCallIsKnownTheSecondTime() throws Exception {
        List<Acceptance> answers =
                store.intake()
                        .accept(
                                List.of(
                                        offer(received(text("a")), origin(1), BOX),
                                        offer(received(text("b")), origin(2), BOX),
                                        offer(received(octets(large() + 1)), origin(1), BOX)));

        assertThat(answers)
                .hasExactlyElementsOfTypes(
                        Acceptance.Taken.class, Acceptance.Taken.class, Acceptance.Known.class);
    }

    @Test
    void sameIdInAnotherFolderOrGenerationIsAnotherMessage() throws Exception {
        accepted(1);
        for (Place place :
                List.of(
                        new Place("razr@example.cz", "INBOX", 8),
                        new Place("razr@example.cz", "Other", 7),
                        new Place("other@example.cz", "INBOX", 7))) {
            Origin origin = new Origin.Collected(place, new ServerId.Uid(1), RECEIVED);
            assertThat(accept(offer(received(text("x")), origin, BOX)))
                    .isInstanceOf(Acceptance.Taken.class);
        }
    }

    @Test
    void uniqueIdThatLooksLikeANumberIsNotThatUid() throws Exception {
        accepted(1);
        Origin pop = new Origin.Collected(INBOX, new ServerId.Uidl("1"), RECEIVED);

        taken(accept(offer(received(text("x")), pop, BOX)));

        assertThat(accept(offer(received(text("x")), pop, BOX)))
                .isInstanceOf(Acceptance.Known.class);
        assertThat(claim(10))
                .extracting(claim -> claim.message().origin())
                .containsExactly(origin(1), pop);
    }

    @Test
    void originThatAnotherProcessTookIsKnown() throws Exception {
        accepted(1);
        try (QueueStore other = open()) {
            Reception reception = other.intake().begin();
            assertThat(other.intake().accept(List.of(offer(reception, origin(1), BOX))))
                    .containsExactly(new Acceptance.Known());
        }
    }

    @Test
    void idsGrowWithTheTimeOfAcceptanceAlsoWhenTheClockGoesBack() throws Exception {
        List<QueueId> ids = new ArrayList<>();
        for (int uid = 1; uid <= 20; uid++) {
            ids.add(accepted(uid));
            clock.advance(java.time.Duration.ofSeconds(uid % 3 == 0 ? -100 : 1));
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void receptionThatWasClosedLeavesNothingToClaim() throws Exception {
        received(text("small")).close();
        received(octets(large() * 2)).close();

        assertThat(claim(10)).isEmpty();
        assertThat(store.ledger().entries(INBOX)).isEmpty();
    }

    @Test
    void closingAfterAcceptanceDoesNothing() throws Exception {
        byte[] octets = octets(large() * 2);
        QueueId id;
        try (Reception reception = received(octets)) {
            id = taken(accept(offer(reception, origin(1), BOX)));
        }
        assertThat(bytes(id)).isEqualTo(octets);
    }

    @Test
    void receptionIsOfferedOnlyOnce() throws Exception {
        Reception reception = received(text("once"));
        accept(offer(reception, origin(1), BOX));

        assertThatThrownBy(() -> accept(offer(reception, origin(2), BOX)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void messageWithoutADestinationIsNoOffer() throws Exception {
        try (Reception reception = received(text("x"))) {
            assertThatThrownBy(() -> offer(reception, origin(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void destinationThatIsNamedTwiceGetsTheMessageOnce() throws Exception {
        accept(offer(received(text("x")), origin(1), BOX, "other", BOX));

        assertThat(claim(10)).hasSize(1);
        assertThat(store.outlet().claim("other", 10, LEASE)).hasSize(1);
    }

    @Test
    void messageIdIsCutToTheLongestLine() throws Exception {
        Offer offer =
                new Offer(
                        received(text("x")),
                        origin(1),
                        "razr",
                        List.of(Shipment.whole(BOX)),
                        Optional.of("x".repeat(5000)),
                        Optional.empty());
        accept(offer);

        assertThat(claimOne().message().messageId()).contains("x".repeat(998));
    }

    @Test
    void interruptedCallerIsToldOrTheMessageIsNotThere() throws Exception {
        Reception reception = received(text("x"));
        Thread.currentThread().interrupt();
        boolean taken;
        try {
            taken = accept(offer(reception, origin(1), BOX)) instanceof Acceptance.Taken;
            assertThat(Thread.interrupted()).as("the interruption is kept").isTrue();
        } catch (InterruptedException _) {
            taken = false;
        }

        assertThat(claim(10)).hasSize(taken ? 1 : 0);
        assertThat(store.ledger().entries(INBOX)).hasSize(taken ? 1 : 0);
    }

    @Test
    void manyThreadsAcceptAtOnceAndEachOriginIsTakenOnce() throws Exception {
        int threads = 32;
        int origins = 40;
        List<Future<List<Acceptance>>> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                answers.add(executor.submit(acceptAll(origins)));
            }
        }
        Set<QueueId> ids = new TreeSet<>();
        int taken = 0;
        for (Future<List<Acceptance>> answer : answers) {
            for (Acceptance acceptance : answer.get()) {
                if (acceptance instanceof Acceptance.Taken(QueueId id)) {
                    ids.add(id);
                    taken++;
                }
            }
        }
        assertThat(taken).isEqualTo(origins);
        assertThat(ids).hasSize(origins);
        assertThat(claim(1000)).hasSize(origins);
    }

    private Callable<List<Acceptance>> acceptAll(int origins) {
        return () -> {
            List<Acceptance> answers = new ArrayList<>();
            for (int uid = 1; uid <= origins; uid++) {
                answers.add(accept(offer(received(text("message " + uid)), origin(uid), BOX)));
            }
            return answers;
        };
    }

    @Test
    void closedStoreAcceptsNothing() throws Exception {
        Reception reception = received(text("x"));
        store.close();

        assertThatThrownBy(() -> accept(offer(reception, origin(1), BOX)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }
}
