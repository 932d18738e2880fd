package dev.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-05T08:12:33Z",
                "2026-11-05T09:12:33+01:00",
                "2026-11-05 08:12:33",
                "5.11.2026 8:12:33",
                "5. 11. 2026 8:12:33",
                "11/5/2026 8:12:33 AM",
                "/Date(1793866353000)/"
            })
    void dateIsReadAsProgramsAndCountriesWriteIt(String text) {
        assertThat(Values.date(text)).contains(Instant.parse("2026-11-05T08:12:33Z"));
    }

    @Test
    void dateWithoutTimeIsTheBeginningOfTheDay() {
        assertThat(Values.date("2026-11-05")).contains(Instant.parse("2026-11-05T00:00:00Z"));
        assertThat(Values.date("yesterday")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1482|1482",
                "1 482|1482",
                "1,482|1482",
                "1.482.000|1482000",
                "'12,5'|12.5",
                "100 %|100",
                "0.25|0.25",
                "1'482|1482"
            },
            quoteCharacter = '"')
    void numberIsReadWithItsSeparators(String text, double number) {
        assertThat(Values.number(text.replaceAll("^'|'$", "")))
                .isEqualTo(OptionalDouble.of(number));
    }

    @Test
    void whatIsNoNumberIsNone() {
        assertThat(Values.number("many")).isEmpty();
        assertThat(Values.number("")).isEmpty();
        assertThat(Values.number("-5")).isEmpty();
    }

    @Test
    void truthHasThreeStates() {
        assertThat(Values.truth("True")).isEqualTo(Optional.of(true));
        assertThat(Values.truth("Nepravda")).isEqualTo(Optional.of(false));
        assertThat(Values.truth("")).isEmpty();
    }
}
