package dev.postern.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource({
        "[SYS/TEMP] try later, SYS/TEMP, true",
        "[sys/perm] broken, SYS/PERM, true",
        "[IN-USE] locked, IN-USE, true",
        "[LOGIN-DELAY] slow down, LOGIN-DELAY, true",
        "[AUTH] no, AUTH, false",
        "[some one] no, '', false",
        "[AUTH no, '', false",
        "Request is throttled., '', true",
        "Too many connections. Connection is closed. 20, '', true",
        "no such message, '', false"
    })
    void theCodeTellsWhatIsMeant(String words, String code, boolean notNow) {
        Refusal refusal = Refusal.parse(words);
        assertThat(refusal.code().orElse("")).isEqualTo(code);
        assertThat(refusal.notNow()).isEqualTo(notNow);
    }

    @Test
    void theTimeToWaitIsRead() {
        assertThat(Refusal.parse("[SYS/TEMP] Suggested Backoff Time: 92415 milliseconds").backOff())
                .contains(Duration.ofMillis(92_415));
    }
}
