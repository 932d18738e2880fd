package dev.postern.lab.mail.smtp.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendersTest {

    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");

    private final Senders senders = new Senders();
    private final Senders.Sender sender = senders.of("A@example.cz");

    @Test
    void mailboxIsOneInWhateverCase() {
        assertThat(senders.of("a@EXAMPLE.cz")).isSameAs(sender);
    }

    @Test
    void excessIsCarriedOverToTheFollowingMinutes() {
        assertThat(IntStream.range(0, 95).mapToObj(_ -> sender.place(NOW, 30).toMinutes()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 95).mapToObj(i -> (long) (i / 30)).toList());
    }

    @Test
    void messagesSpreadOverTheMinuteAreNeverHeldBack() {
        for (int i = 0; i < 300; i++) {
            assertThat(sender.place(NOW.plusSeconds(2L * i), 30)).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void limitMayBeLoweredInBetween() {
        IntStream.range(0, 30).forEach(_ -> sender.place(NOW, 30));
        assertThat(sender.place(NOW.plusSeconds(1), 2)).isEqualTo(Duration.ofSeconds(59));
    }

    @Test
    void mostSubmissionsAtOneTimeAreRemembered() {
        sender.begin();
        sender.begin();
        sender.end();
        sender.begin();
        sender.end();
        sender.end();
        assertThat(sender.open()).isZero();
        assertThat(senders.most("a@example.cz")).isEqualTo(2);
    }
}
