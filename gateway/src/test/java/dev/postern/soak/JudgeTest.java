package dev.postern.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final int MINUTES = 120;
    private static final double USUAL = 40;

    /// A run in which all stays as it is but one column.
    private static List<Sample> run(Column column, DoubleUnaryOperator valueAtMinute) {
        return IntStream.rangeClosed(1, MINUTES)
                .mapToObj(minute -> {
                    Map<Column, Double> values = new EnumMap<>(Column.class);
                    for (Column one : Column.values()) {
                        values.put(one, USUAL);
                    }
                    values.put(column, valueAtMinute.applyAsDouble(minute));
                    values.put(Column.ELAPSED, minute * 60.0);
                    return new Sample(values);
                })
                .toList();
    }

    private static List<Column> grown(List<Sample> samples) {
        return Judge.judge(samples).stream()
                .filter(one -> !one.flat())
                .map(one -> one.rule().column())
                .toList();
    }

    private static boolean flat(List<Sample> samples) {
        return Judge.flat(Judge.judge(samples));
    }

    @Test
    void whatStaysAsItIsIsFlat() {
        assertThat(flat(run(Column.HEAP_AFTER_GC, _ -> USUAL))).isTrue();
    }

    @Test
    void aHeapThatGrowsByATenthOfAMebibyteAMinuteIsNotFlat() {
        List<Sample> leak = run(Column.HEAP_AFTER_GC, minute -> USUAL + minute / 10);

        assertThat(grown(leak)).containsExactly(Column.HEAP_AFTER_GC);
        assertThat(flat(leak)).isFalse();
    }

    @Test
    void aThreadThatIsLeftBehindEveryTenMinutesIsNoticed() {
        List<Sample> leak = run(Column.THREADS, minute -> 20 + Math.floor(minute / 10));

        assertThat(grown(leak)).containsExactly(Column.THREADS);
    }

    @Test
    void aFileThatStaysOpenEveryFiveMinutesIsNoticed() {
        List<Sample> leak = run(Column.FILES, minute -> 80 + Math.floor(minute / 5));

        assertThat(grown(leak)).containsExactly(Column.FILES);
    }

    @Test
    void whatShrinksIsFlat() {
        assertThat(flat(run(Column.RELAY_P50, minute -> 300 - minute))).isTrue();
    }

    @Test
    void theWarmUpDoesNotCount() {
        assertThat(grown(run(Column.HEAP_AFTER_GC, minute -> minute < 15 ? 10 : USUAL))).isEmpty();
    }

    @Test
    void residentMemoryMayGrowUntilTheHistoryIsFull() {
        assertThat(grown(run(Column.RSS, minute -> USUAL + Math.min(minute, 70)))).isEmpty();
        assertThat(grown(run(Column.RSS, minute -> USUAL + minute))).containsExactly(Column.RSS);
    }

    @Test
    void aTroubleThatIsOverDoesNotCount() {
        List<Sample> troubled =
                run(Column.ACCEPT_P50, minute -> minute > 100 && minute < 110 ? 9_000 : USUAL);

        assertThat(grown(troubled)).isEmpty();
    }

    @Test
    void whatWasNotMeasuredIsNotFlat() {
        List<Sample> blind =
                run(Column.HEAP, _ -> USUAL).stream()
                        .map(sample -> {
                            Map<Column, Double> values = new EnumMap<>(sample.values());
                            values.remove(Column.HEAP_AFTER_GC);
                            return new Sample(values);
                        })
                        .toList();

        assertThat(grown(blind)).isEmpty();
        assertThat(flat(blind)).isFalse();
    }
}
