package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {

    private static HttpAnswer answer(Map<String, String> fields) {
        Map<String, List<String>> all =
                fields.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, e -> Stream.of(e.getValue()).toList()));
        return new HttpAnswer(503, HttpHeaders.of(all, (_, _) -> true), "", HandClock.START);
    }

    private static Duration retryAfter(String value) {
        return answer(Map.of("Retry-After", value)).retryAfter();
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "120, PT2M",
        "' 120 ', PT2M",
        "3600, PT1H",
        "3601, PT1H",
        "999999999999999999999999, PT1H",
        "'Sun, 01 Mar 2026 08:02:00 GMT', PT2M",
        "'Sun, 01 Mar 2026 07:02:00 GMT', PT0S",
        "'Sun, 01 Mar 2037 08:02:00 GMT', PT1H",
    })
    void retryAfterIsSecondsOrADate(String value, Duration expected) {
        assertThat(retryAfter(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "soon", "1.5", "0x10", "٣", "Sun, 99 Mar 2026 08:02:00 GMT"})
    void unintelligibleRetryAfterIsNone(String value) {
        assertThat(retryAfter(value)).isZero();
    }

    @Test
    void dateToRetryAfterIsTakenByTheServersClock() {
        HttpAnswer answer =
                answer(
                        Map.of(
                                "Date", "Sun, 01 Mar 2026 09:00:00 GMT",
                                "Retry-After", "Sun, 01 Mar 2026 09:05:00 GMT"));
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 01 Mar 2026 07:50:00 GMT', this machine's clock is 600 s ahead",
        "'Sun, 01 Mar 2026 08:10:00 GMT', this machine's clock is 600 s behind",
        "'Sun, 01 Mar 2026 08:00:59 GMT', ''",
        "yesterday, ''",
    })
    void clockThatIsOffIsWorthARemark(String date, String remark) {
        assertThat(answer(Map.of("Date", date)).clocks().flatMap(Clocks::remark).orElse(""))
                .isEqualTo(remark == null ? "" : remark);
    }

    @Test
    void bodyIsNotShown() {
        String body = "access_token";
        HttpAnswer answer =
                new HttpAnswer(
                        200, HttpHeaders.of(Map.of(), (_, _) -> true), body, HandClock.START);
        assertThat(answer.toString()).isEqualTo("HTTP 200, 12 characters");
    }
}
