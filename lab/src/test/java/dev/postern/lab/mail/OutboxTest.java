package dev.postern.lab.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.store.MessageSource;
import java.io.InputStream;
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
        long third = Outbox.OCTETS_KEPT / 3;
        for (int i = 0; i < 4; i++) {
            outbox.add(WAY, ENVELOPE, sized(third));
        }
        assertThat(outbox.messages())
                .extracting(one -> one.content().source().isPresent())
                .containsExactly(false, true, true, true);
        assertThat(outbox.message(1)).isPresent();
        assertThat(outbox.messages()).allMatch(one -> one.content().size() == third);
    }

    @Test
    void newestIsKeptHoweverLargeItIs() {
        outbox.add(WAY, ENVELOPE, sized(Outbox.OCTETS_KEPT + 1));
        assertThat(outbox.messages().getFirst().content().source()).isPresent();
    }

    @Test
    void oldestAreForgottenWhenThereAreTooMany() {
        LongStream.rangeClosed(0, Outbox.KEPT)
                .forEach(_ -> outbox.add(WAY, ENVELOPE, MessageSource.of("")));
        assertThat(outbox.messages()).hasSize(Outbox.KEPT);
        assertThat(outbox.message(1)).isEmpty();
        assertThat(outbox.total()).isEqualTo(Outbox.KEPT + 1L);
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

    /// A message whose size alone matters; its octets are few.
    private static MessageSource sized(long size) {
        MessageSource small = MessageSource.of("x");
        return new MessageSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return small.open();
            }
        };
    }
}
