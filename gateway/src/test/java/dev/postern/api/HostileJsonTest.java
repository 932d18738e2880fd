package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.compose.Composer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON whose values would be more than values in a message.
class HostileJsonTest {

    private static final String BODY =
            """
            {"senderAddress": "scanner@example.cz",
             "content": {"subject": "subject", "plainText": "text", "html": "html"},
             "recipients": {"to": [{"address": "to@example.cz", "displayName": "to name"}],
                            "cc": [{"address": "cc@example.cz", "displayName": "cc name"}],
                            "bcc": [{"address": "bcc@example.cz", "displayName": "bcc name"}]},
             "replyTo": [{"address": "reply@example.cz", "displayName": "reply name"}],
             "headers": {"X-Field": "field value"},
             "attachments": [{"name": "file name", "contentType": "text/plain",
                              "contentInBase64": "QQ==", "contentId": "id"}]}
            """;

    private static String written(String json) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Composer(new Random(1))
                .write(
                        EmailJson.draft(json.getBytes(StandardCharsets.UTF_8)),
                        Instant.EPOCH,
                        "<1@example.cz>",
                        out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scanner@example.cz",
                "subject\", \"plain",
                "to@example.cz",
                "to name",
                "cc@example.cz",
                "cc name",
                "bcc@example.cz",
                "bcc name",
                "reply@example.cz",
                "reply name",
                "X-Field",
                "field value",
                "file name",
                "text/plain",
                "id\"}]",
            })
    void whatWouldEndItsLineIsRefused(String value) throws Exception {
        assertThat(written(BODY)).contains("X-Field: field value\r\n").doesNotContain("bcc@");
        for (String end : new String[] {"\\r\\n", "\\n", "\\r", "\\u0000", "\\u0085"}) {
            String hostile = BODY.replace(value, "x" + end + "Bcc: boss@example.cz" + end + value);
            assertThat(hostile).isNotEqualTo(BODY);
            assertThatThrownBy(() -> written(hostile))
                    .as("%s before %s", end, value)
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void linesOfTheTextStayInTheText() throws Exception {
        String message = written(BODY.replace("\"text\"", "\"a\\n.\\nMAIL FROM:<x@y.cz>\\r.\\r\""));

        assertThat(message).contains("\r\na\r\n.\r\nMAIL FROM:<x@y.cz>\r\n.\r\n");
        assertThat(message.replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"content\":{\"subject\":["})
    void deepNestingIsRefused(String opening) {
        assertThatThrownBy(() -> written(opening.repeat(100_000)))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.answer().status()).isEqualTo(422));
    }

    @Test
    void halfOfAPairIsNobodysAddress() {
        assertThatThrownBy(
                        () -> written(BODY.replace("to@example.cz", "\\\"\\ud800\\\"@example.cz")))
                .isInstanceOf(RejectedException.class);
    }
}
