package dev.postern.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTest {

    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT1441H, -1",
        "PT1440H, 60",
        "PT721H, 60",
        "PT720H, 30",
        "PT168H, 7",
        "PT24H, 1",
        "PT1S, 1",
        "PT0S, 0",
        "PT-1S, 0"
    })
    void whatLivesLongIsToldOfSixtyThirtySevenAndOneDaysBefore(Duration before, int days) {
        Expiry secret = new Expiry("client secret", Optional.empty(), END);

        assertThat(secret.warning(END.minus(before)).orElse(-1)).isEqualTo(days);
    }

    @Test
    void whatIsRenewedByAProgramIsToldOfWhenAThirdOfItsLifeIsLeft() {
        Instant begin = END.minus(Duration.ofDays(90));
        Expiry certificate = new Expiry("certificate", Optional.of(begin), END);

        assertThat(certificate.warning(END.minus(Duration.ofDays(31)))).isEmpty();
        assertThat(certificate.warning(END.minus(Duration.ofDays(30)))).contains(30);
    }

    @Test
    void lastDayIsTheOneThatIsStillGood() {
        Expiry secret = new Expiry("client secret", Optional.empty(), END);

        assertThat(secret.words(END.minus(Duration.ofDays(3))))
                .isEqualTo("client secret is good until 2026-12-31 (3 days)");
        assertThat(secret.words(END)).isEqualTo("client secret ended on 2026-12-31");
    }
}
