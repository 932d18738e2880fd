package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UidSetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3:7,9|3:7,9",
                "9,3,4,5,7,6|3:7,9",
                "7:3|3:7",
                "1:10,5:20|1:20",
                "4294967295|4294967295",
                "5,5,5|5"
            })
    void setsAreWrittenAsRangesInOrder(String read, String written) {
        assertThat(UidSet.parse(read)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4294967296", "*", "1:*", "1,,2", "a", "-1", "+1", " 1", "1:2:3"})
    void whatIsNoSetIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UidSet.parse(text));
    }

    @Test
    void anEmptySetHasNeitherEnd() {
        assertThat(UidSet.of()).isEqualTo(UidSet.EMPTY).hasToString("");
        assertThatThrownBy(UidSet.EMPTY::first).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(UidSet.EMPTY::last).isInstanceOf(IllegalStateException.class);
        assertThat(UidSet.EMPTY.contains(1)).isFalse();
    }

    @Test
    void allUidsThereCanBeTakeNoSpace() {
        UidSet all = UidSet.range(1, UidSet.UID_MAX);
        assertThat(all.size()).isEqualTo(UidSet.UID_MAX);
        assertThat(all.minus(UidSet.of(1, UidSet.UID_MAX))).hasToString("2:4294967294");
        assertThat(all.head(3)).hasToString("1:3");
        assertThat(all.from(UidSet.UID_MAX)).hasToString("4294967295");
    }

    @Property(tries = 300)
    void itBehavesLikeASetOfNumbers(
            @ForAll Set<@LongRange(min = 1, max = 60) Long> a,
            @ForAll Set<@LongRange(min = 1, max = 60) Long> b,
            @ForAll @LongRange(min = 0, max = 70) long n) {
        UidSet first = of(a);
        UidSet second = of(b);
        assertThat(numbers(first)).containsExactlyElementsOf(new TreeSet<>(a));
        assertThat(UidSet.parse(first.toString())).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(first.size()).isEqualTo(a.size());
        assertThat(first.contains(n)).isEqualTo(a.contains(n));

        TreeSet<Long> both = new TreeSet<>(a);
        both.addAll(b);
        assertThat(first.plus(second)).isEqualTo(of(both));
        TreeSet<Long> left = new TreeSet<>(a);
        left.removeAll(b);
        assertThat(first.minus(second)).isEqualTo(of(left));
        assertThat(numbers(first.head(n))).isEqualTo(new TreeSet<>(a).stream().limit(n).toList());
        assertThat(numbers(first.from(n))).isEqualTo(List.copyOf(new TreeSet<>(a).tailSet(n)));
    }

    @Property(tries = 300)
    void partsAreShortAndTogetherTheWhole(
            @ForAll Set<@LongRange(min = 1, max = UidSet.UID_MAX) Long> uids,
            @ForAll @IntRange(min = 21, max = 100) int octets) {
        List<UidSet> parts = of(uids).split(octets);
        assertThat(parts).allMatch(part -> part.toString().length() <= octets);
        assertThat(parts).noneMatch(UidSet::isEmpty);
        assertThat(parts.stream().reduce(UidSet.EMPTY, UidSet::plus)).isEqualTo(of(uids));
    }

    @Test
    void aRangeLongerThanAPartCannotBeSplit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UidSet.range(1_000_000, 2_000_000).split(10));
    }

    private static UidSet of(Set<Long> uids) {
        return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray());
    }

    private static List<Long> numbers(UidSet set) {
        return Arrays.stream(set.toArray()).boxed().toList();
    }
}
