package dev.postern.lab.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.store.MessageSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Outbox.Way WAY =
            new Outbox.Way(Outbox.Server.SMART_HOST, "erp", 1, Duration.ZERO);
    private static final Outbox.Envelope ENVELOPE =
            Outbox.Envelope.of("a@example.cz", List.of("b@example.net"));

    private final Outbox outbox = new Outbox(new SettableClock());

    @Test
    void messageIsNotedWithItsDigest() {
        Outbox.Accepted one = outbox.add(WAY, ENVELOPE, MessageSource.of("abc"));
        assertThat(one.number()).isEqualTo(1);
        assertThat(one.at()).isEqualTo(SettableClock.START);
        assertThat(one.content().size()).isEqualTo(3);
        assertThat(one.content().sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(outbox.messages()).containsExactly(one);
    }

    @Test
    void olderContentsAreForgottenAndDigestsStay() {
        Outbox small = new Outbox(new SettableClock(), 10, 6);
        for (int i = 0; i < 4; i++) {
            small.add(WAY, ENVELOPE, MessageSource.of("m" + i));
        }
        assertThat(small.messages())
                .extracting(one -> one.content().source().isPresent())
                .containsExactly(false, true, true, true);
        assertThat(small.messages()).allMatch(one -> one.content().size() == 2);
        assertThat(small.messages())
                .extracting(one -> one.content().sha256())
                .doesNotHaveDuplicates();
    }

    @Test
    void newestIsKeptHoweverLargeItIs() {
        Outbox small = new Outbox(new SettableClock(), 10, 1);
        small.add(WAY, ENVELOPE, MessageSource.of("large"));
        assertThat(small.messages().getFirst().content().source()).isPresent();
    }

    @Test
    void oldestAreForgottenWhenThereAreTooMany() {
        Outbox small = new Outbox(new SettableClock(), 3, 4);
        for (int i = 0; i < 5; i++) {
            small.add(WAY, ENVELOPE, MessageSource.of("m" + i));
        }
        assertThat(small.messages())
                .extracting(Outbox.Accepted::number)
                .containsExactly(3L, 4L, 5L);
        assertThat(small.message(2)).isEmpty();
        assertThat(small.total()).isEqualTo(5);
    }

    @Test
    void numbersGoOnAfterAllWasForgotten() {
        outbox.add(WAY, ENVELOPE, MessageSource.of("1"));
        outbox.clear();
        assertThat(outbox.messages()).isEmpty();
        assertThat(outbox.add(WAY, ENVELOPE, MessageSource.of("2")).number()).isEqualTo(2);
        assertThat(outbox.after(1)).hasSize(1);
        assertThat(outbox.after(2)).isEmpty();
    }

    @Test
    void noMessageIsLostAmongMany() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200)
                    .forEach(i ->
                            threads.execute(
                                    () -> outbox.add(WAY, ENVELOPE, MessageSource.of("m" + i))));
            assertThat(outbox.await(all -> all.total() == 200, Duration.ofSeconds(20))).isTrue();
        }
        assertThat(outbox.messages())
                .extracting(Outbox.Accepted::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
    }
}
