package dev.postern.lab.mail.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Dialogue;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.WireClient;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pop3HostileInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> WORDS =
            List.of(
                    "RETR",
                    "TOP",
                    "LIST",
                    "UIDL",
                    "DELE",
                    "STAT",
                    "RSET",
                    "AUTH",
                    "CAPA",
                    "STLS",
                    "USER",
                    "PASS",
                    " ",
                    " ",
                    " ",
                    "1",
                    "2",
                    "0",
                    "-1",
                    "99999999999",
                    "x",
                    "\0",
                    "ÿ",
                    "\r",
                    ".",
                    "XOAUTH2",
                    "\r\n");

    @RegisterExtension final Pop3Fixture lab = new Pop3Fixture();

    @ParameterizedTest
    @CsvSource({
        "RETR, -ERR Protocol error. 18",
        "RETR x, -ERR Protocol error. 18",
        "RETR 99999999999, -ERR Protocol error. 18",
        "RETR 0, -ERR The specified message is out of range.",
        "TOP 1, -ERR Protocol error. 18",
        "TOP 1 -1, -ERR Protocol error. 18",
        "LIST 2, -ERR The specified message is out of range.",
        "DELE 2, -ERR The specified message is out of range.",
        "STLS, -ERR Command is not valid in this state.",
        "AUTH XOAUTH2, -ERR Command is not valid in this state.",
        "XYZ, -ERR Protocol error. 14"
    })
    void wrongCommandIsRefusedAndTheSessionGoesOn(String command, String answer)
            throws IOException {
        lab.deliver("A: b\n\n1\n");
        try (WireClient client = lab.signIn()) {
            assertThat(Pop3Fixture.ask(client, command)).isEqualTo(answer);
            assertThat(Pop3Fixture.ask(client, "NOOP")).isEqualTo("+OK");
        }
    }

    @Test
    @Tag("slow")
    void noInputHarmsTheServer() throws Exception {
        lab.deliver("A: b\n\n1\n");
        SplittableRandom random = new SplittableRandom(20261121);
        for (int session = 0; session < 100; session++) {
            try (WireClient client = lab.signIn()) {
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
        assertThat(lab.inbox().messages()).hasSize(1);
    }

    private static String nonsense(SplittableRandom random) {
        StringBuilder line = new StringBuilder();
        int words = random.nextInt(1, 8);
        for (int i = 0; i < words; i++) {
            line.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return line.toString();
    }
}
