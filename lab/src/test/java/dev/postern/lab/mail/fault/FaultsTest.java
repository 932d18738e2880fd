package dev.postern.lab.mail.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.SettableClock;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {

    private static final Occasion NOOP = Occasion.of(Protocol.IMAP, "a@example.cz", "NOOP");

    private final SettableClock clock = new SettableClock();
    private final Faults faults = new Faults(clock);

    private boolean strikes(Occasion occasion) {
        return faults.take(Fault.Latency.class, occasion).isPresent();
    }

    private boolean strikesMessage(long uid) {
        return faults.take(Fault.Vanishes.class, NOOP.about(message(uid))).isPresent();
    }

    private static Message message(long uid) {
        return new Message(
                uid, uid, SettableClock.START, Set.of(), MessageSource.of("Subject: x\n\n"));
    }

    static Stream<String> names() {
        return Catalogue.entries().stream().map(Catalogue.Entry::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFaultCanBeWantedByItsNameAlone(String name) {
        long id = faults.add(name);
        assertThat(faults.list())
                .containsExactly(new Faults.Listed(id, new FaultRequest(name, Map.of()), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "latency, true",
        "latency protocol=imap, true",
        "latency protocol=pop3, false",
        "latency mailbox=A@Example.cz, true",
        "latency mailbox=b@example.cz, false",
        "'latency command=noop,IDLE', true",
        "latency command=IDLE, false",
        "latency uid=1, false",
        "latency each=1, false",
        "latency fresh=1h, false"
    })
    void faultMeetsOnlyWhomItIsMeantFor(String line, boolean strikes) {
        faults.add(line);
        assertThat(strikes(NOOP)).isEqualTo(strikes);
    }

    @Test
    void faultThatPicksMessagesMeetsThose() {
        faults.add("vanishes uid=1,3");
        assertThat(strikesMessage(1)).isTrue();
        assertThat(strikesMessage(2)).isFalse();
        assertThat(strikesMessage(3)).isTrue();
    }

    @Test
    void faultHappensAsOftenAsWanted() {
        faults.add("latency times=2");
        assertThat(strikes(NOOP)).isTrue();
        assertThat(faults.list()).extracting(Faults.Listed::taken).containsExactly(1);
        assertThat(strikes(NOOP)).isTrue();
        assertThat(strikes(NOOP)).isFalse();
        assertThat(faults.list()).isEmpty();
    }

    @Test
    void faultHappensAsOftenAsWantedToEachMessage() {
        faults.add("vanishes each=1");
        assertThat(strikesMessage(1)).isTrue();
        assertThat(strikesMessage(1)).isFalse();
        assertThat(strikesMessage(2)).isTrue();
    }

    @Test
    void faultEndsWithItsTime() {
        faults.add("latency for=5s");
        assertThat(strikes(NOOP)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(strikes(NOOP)).isFalse();
        assertThat(faults.list()).isEmpty();
    }

    @Test
    void faultMeetsMessagesWhileTheyAreFresh() {
        faults.add("vanishes fresh=5s");
        assertThat(strikesMessage(1)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(strikesMessage(1)).isFalse();
    }

    @Test
    void faultOfCommandsMeetsAMessageOnlyIfItPicksMessages() {
        faults.add("drop from=content");
        assertThat(faults.take(Fault.Cut.class, NOOP.about(message(1)))).isEmpty();
        faults.add("drop from=content uid=1");
        assertThat(faults.take(Fault.Cut.class, NOOP.about(message(1)))).isPresent();
    }

    @Test
    void removedFaultHappensNoMore() {
        long id = faults.add("latency");
        assertThat(faults.remove(id)).isTrue();
        assertThat(faults.remove(id)).isFalse();
        assertThat(strikes(NOOP)).isFalse();
        faults.add("latency");
        faults.clear();
        assertThat(strikes(NOOP)).isFalse();
    }

    @Test
    void requestIsReadAsItIsWritten() {
        FaultRequest request = FaultRequest.parse("say  text=\"* BYE a = b\" close=no times=3 ");
        assertThat(request)
                .isEqualTo(
                        new FaultRequest(
                                "say", Map.of("text", "* BYE a = b", "close", "no", "times", "3")));
        assertThat(FaultRequest.parse(request.toString())).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource({
        "'', A fault is written as",
        "latency 5, A fault is written as",
        "nonsense, There is no fault nonsense. There are not-connected",
        "latency speed=5, 'The fault latency has no argument speed. It has command, each, for'",
        "latency time=5, 'The fault latency wants time=a duration such as 250ms, 5s, 2m, not 5'",
        "latency times=0, 'The fault latency wants times=a number above 0, not 0'",
        "latency times=many, 'The fault latency wants times=a number above 0, not many'",
        "latency protocol=smpt, 'The fault latency wants protocol=imap, pop3, smtp, hve, acs-smtp or smart-host, not smpt'",
        "withheld style=late, 'The fault withheld wants style=one of nothing, nil, empty'",
        "renumbered told=maybe, 'The fault renumbered wants told=yes or no, not maybe'",
        "drop after=x, 'The fault drop wants after=a number, not x'",
        "others-expunge victim=all, 'The fault others-expunge wants victim=first, last or a UID'"
    })
    void wrongRequestIsRefusedWithWhatIsRight(String line, String message) {
        assertThatThrownBy(() -> faults.add(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(faults.list()).isEmpty();
    }
}
