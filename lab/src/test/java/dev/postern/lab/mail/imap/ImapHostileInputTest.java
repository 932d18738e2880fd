package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Dialogue;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.WireClient;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImapHostileInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> WORDS =
            List.of(
                    "a ",
                    "UID ",
                    "FETCH ",
                    "STORE ",
                    "SEARCH ",
                    "SELECT ",
                    "LIST ",
                    "APPEND ",
                    "1:*",
                    "1",
                    "*",
                    ",",
                    "0",
                    "(",
                    ")",
                    "[",
                    "]",
                    "<",
                    ">",
                    "\"",
                    "\\",
                    " ",
                    "{3}",
                    "{3+}",
                    "{99999999999}",
                    "\r\n",
                    "\n",
                    "\r",
                    "\0",
                    "ÿ",
                    "BODY[",
                    "HEADER.FIELDS",
                    "+FLAGS ",
                    "\\Seen",
                    "INBOX",
                    "NOT ",
                    "OR ",
                    "ALL",
                    "DONE",
                    "IDLE",
                    "%",
                    "\"\"");

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @BeforeEach
    void start() throws IOException {
        lab.deliver("one");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, * BAD Command Error. 10",
        "a NONSENSE, a BAD Command Error. 10",
        "a UID NOOP, a BAD Command Error. 10",
        "a FETCH, a BAD Command Argument Error. 12",
        "a FETCH 2 UID, a BAD The specified message set is invalid.",
        "a FETCH 0 UID, a BAD Command Argument Error. 12",
        "a FETCH 1 BODY[3.HEADER], a BAD Command Argument Error. 12",
        "a FETCH 1 BODY[]<0.0>, a BAD Command Argument Error. 12",
        "a FETCH 1 (UID, a BAD Command Argument Error. 12",
        "a STORE 1 FLAGGED (\\Seen), a BAD Command Argument Error. 12",
        "a UID MOVE 1, a BAD Command Argument Error. 12",
        "a SELECT \"INBOX, a BAD Command Argument Error. 12",
        "a CREATE \"\", a BAD Command Argument Error. 12",
        "a AUTHENTICATE PLAIN AAAA, a BAD Command Error. 10",
        "a STARTTLS, a BAD Command Error. 10"
    })
    void wrongCommandIsRefusedAndTheSessionGoesOn(String command, String answer)
            throws IOException {
        try (WireClient client = lab.select()) {
            client.send(command);
            assertThat(client.line()).isEqualTo(answer);
            assertThat(client.ask("z", "NOOP")).containsExactly("z OK NOOP completed.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a NOOP\n", "a NO\rOP\r\n", "\r\r\n"})
    void bareLineEndsAreRefused(String line) throws IOException {
        try (WireClient client = lab.select()) {
            client.raw(line);
            assertThat(client.line()).startsWith("* BAD Protocol Error. The line has a bare CR");
            assertThat(client.ask("z", "NOOP")).containsExactly("z OK NOOP completed.");
        }
    }

    @Test
    void endlessLineIsReadAndRefused() throws IOException {
        try (WireClient client = lab.select()) {
            client.send("a NOOP " + "x".repeat(200_000));
            assertThat(client.line()).startsWith("* BAD Protocol Error. The line has more than");
            assertThat(client.ask("z", "NOOP")).containsExactly("z OK NOOP completed.");
        }
    }

    @Test
    @Tag("slow")
    void noInputHarmsTheServer() throws Exception {
        SplittableRandom random = new SplittableRandom(20261121);
        for (int session = 0; session < 100; session++) {
            try (WireClient client = lab.select()) {
                for (int line = 0; line < 10; line++) {
                    client.raw(nonsense(random) + "\r\n");
                }
            } catch (SocketException _) {
                // the server may hang up on such a client
            }
        }
        assertThat(lab.exchange.journal().await(now -> now.connectionsOpen() == 0, PATIENCE))
                .isTrue();
        assertThat(lab.exchange.journal().dialogues())
                .extracting(Dialogue::lines)
                .noneMatch(lines -> lines.stream().anyMatch(one -> one.contains(Talk.FAILED)));
        lab.select().close();
    }

    private static String nonsense(SplittableRandom random) {
        StringBuilder line = new StringBuilder(random.nextBoolean() ? "a " : "");
        int words = random.nextInt(1, 12);
        for (int i = 0; i < words; i++) {
            line.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return line.toString();
    }
}
