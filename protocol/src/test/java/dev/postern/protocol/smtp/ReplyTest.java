package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2.0.0 OK|2.0.0|OK",
                "5.7.139 Authentication unsuccessful|5.7.139|Authentication unsuccessful",
                "5.7.57|5.7.57|''",
                "5.7 no|''|5.7 no",
                "OK 2.0.0|''|OK 2.0.0",
                "3.0.0 OK|''|3.0.0 OK",
                "''|''|''"
            })
    void theStatusIsSetApart(String line, String status, String text) {
        Reply reply = Reply.of(250, List.of(line));
        assertThat(reply.status().map(Object::toString).orElse("")).isEqualTo(status);
        assertThat(reply.text()).isEqualTo(text);
        assertThat(reply.toString()).isEqualTo(("250 " + line).strip());
    }

    @Test
    void theStatusOfEveryLineIsSetApart() {
        Reply reply = Reply.of(554, List.of("5.2.252 SendAsDenied;", "5.2.252 not", "allowed\1"));
        assertThat(reply.lines()).containsExactly("SendAsDenied;", "not", "allowed?");
        assertThat(reply).hasToString("554 5.2.252 SendAsDenied; not allowed?");
    }

    @Test
    void wordsAreUtf8IfTheyCanBe() {
        assertThat(Reply.of(550, List.of("nezn\u00c3\u00a1m\u00c3\u00bd")).text())
                .isEqualTo("neznámý");
        assertThat(Reply.of(550, List.of("nezn\u00e1m\u00fd")).text()).isEqualTo("neznámý");
    }

    @Test
    void aReplyHasACodeAndALine() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reply.of(199, List.of("no")));
        assertThatIllegalArgumentException().isThrownBy(() -> Reply.of(600, List.of("no")));
    }
}
