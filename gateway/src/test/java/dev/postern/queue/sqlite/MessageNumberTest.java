package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.QueueId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageNumberTest {

    @Property(tries = 300)
    void nameOfANumberIsTheNumbersName(@ForAll @LongRange(min = 0) long number) {
        assertThat(MessageNumber.of(MessageNumber.name(number))).hasValue(number);
    }

    @Property(tries = 300)
    void namesSortAsTheNumbersDo(
            @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        int byName = MessageNumber.name(one).compareTo(MessageNumber.name(other));
        assertThat(Integer.signum(byName)).isEqualTo(Long.compare(one, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "000000000000I", "Z000000000000", "00000000000000"})
    void otherShapesAreNoMessagesName(String name) {
        assertThat(MessageNumber.of(new QueueId(name))).isEmpty();
    }

    @Test
    void namesUseNoDigitThatIsTakenForAnother() {
        assertThat(MessageNumber.name(0x0123_4567_89AB_CDEFL).value())
                .doesNotContainPattern("[ILOU]");
    }
}
