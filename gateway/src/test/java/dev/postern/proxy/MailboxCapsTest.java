package dev.postern.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.proxy.MailboxCaps.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MailboxCapsTest {

    private static final MailboxCaps.Key KEY = new MailboxCaps.Key("IMAP", "razr@example.cz");
    private static final Duration NONE = Duration.ZERO;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final MailboxCaps caps = new MailboxCaps(() -> now);

    private Turn enter(MailboxCaps.Key key, int connections, int logins, Duration patience)
            throws InterruptedException {
        return caps.enter(key, new MailboxCaps.Limits(connections, logins, patience));
    }

    private MailboxCaps.Place granted(int connections, int logins) throws InterruptedException {
        return ((Turn.Granted) enter(KEY, connections, logins, NONE)).place();
    }

    @Test
    void noMoreConnectionsThanThereMayBe() throws Exception {
        MailboxCaps.Place first = granted(2, 100);
        granted(2, 100);

        assertThat(enter(KEY, 2, 100, NONE)).isInstanceOf(Turn.Full.class);
        first.close();
        first.close();

        assertThat(enter(KEY, 2, 100, NONE)).isInstanceOf(Turn.Granted.class);
        assertThat(enter(KEY, 2, 100, NONE)).isInstanceOf(Turn.Full.class);
    }

    @Test
    void mailboxIsTheSameWhateverItsCaseAndAnotherByAnotherProtocol() throws Exception {
        granted(1, 100);

        assertThat(enter(new MailboxCaps.Key("IMAP", "RAZR@Example.cz"), 1, 100, NONE))
                .isInstanceOf(Turn.Full.class);
        assertThat(enter(new MailboxCaps.Key("POP3", "razr@example.cz"), 1, 100, NONE))
                .isInstanceOf(Turn.Granted.class);
    }

    @Test
    void clientWaitsForAConnectionThatEnds() throws Exception {
        MailboxCaps.Place first = granted(1, 100);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Turn> second = threads.submit(() -> enter(KEY, 1, 100, Duration.ofSeconds(30)));
            first.close();

            assertThat(second.get()).isInstanceOf(Turn.Granted.class);
        }
    }

    @Test
    void noMoreSignInsInAMinuteThanThereMayBeThoughTheirConnectionsHaveEnded() throws Exception {
        granted(9, 2).close();
        now = now.plusSeconds(20);
        granted(9, 2).close();

        assertThat(enter(KEY, 9, 2, NONE))
                .isInstanceOfSatisfying(
                        Turn.Full.class,
                        full -> assertThat(full.again()).isEqualTo(Duration.ofSeconds(40)));
        now = now.plusSeconds(40);
        assertThat(enter(KEY, 9, 2, NONE)).isInstanceOf(Turn.Granted.class);
    }

    @Test
    void serverThatWantsToBeLeftAloneIs() throws Exception {
        MailboxCaps.Place place = granted(9, 9);
        place.backOff(Optional.of(Duration.ofSeconds(92)));
        place.close();

        assertThat(enter(KEY, 9, 9, Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        Turn.Full.class,
                        full -> assertThat(full.again()).isEqualTo(Duration.ofSeconds(92)));
        now = now.plusSeconds(92);
        assertThat(enter(KEY, 9, 9, NONE)).isInstanceOf(Turn.Granted.class);
    }

    @Test
    void mailboxesThatNobodyUsesAreForgotten() throws Exception {
        for (int i = 0; i < 1500; i++) {
            MailboxCaps.Key key = new MailboxCaps.Key("IMAP", i + "@example.cz");
            ((Turn.Granted) enter(key, 1, 1, NONE)).place().close();
        }
        assertThat(caps.remembered()).isEqualTo(1500);

        now = now.plusSeconds(61);
        granted(1, 1).close();

        assertThat(caps.remembered()).isEqualTo(1);
    }
}
