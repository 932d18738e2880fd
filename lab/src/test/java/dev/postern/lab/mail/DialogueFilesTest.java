package dev.postern.lab.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.imap.ImapServer;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.pop3.Pop3Server;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole dialogues from files: `C:` is sent, `S:` must come, `*` stands for anything, `{token}` for
/// a sign-in with that token. There is one message in the inbox. After the last line the server
/// hangs up.
class DialogueFilesTest {

    private static final Pattern SIGN_IN = Pattern.compile("\\{(good|no-right|stolen)}");

    private final Exchange exchange = Exchange.fresh(new Doorman(), new SettableClock());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imap-exchange-sign-in",
                "imap-authenticated-but-not-connected",
                "imap-collect-one-message",
                "pop3-collect-one-message"
            })
    void dialogueRunsAsWritten(String name) throws IOException {
        exchange.store().deliver(Doorman.MAILBOX, MessageSource.of("Subject: one\n\nHello.\n"));
        try (ImapServer imap = ImapServer.start(exchange, new Transport.Plain(), 0);
                Pop3Server pop3 = Pop3Server.start(exchange, new Transport.Plain(), 0);
                WireClient client =
                        WireClient.connect(name.startsWith("imap") ? imap.port() : pop3.port())) {
            int number = 0;
            for (String line : lines(name).toList()) {
                number++;
                if (line.startsWith("C: ")) {
                    client.send(signIn(line.substring(3)));
                } else if (line.startsWith("S: ")) {
                    assertThat(client.line())
                            .as("%s, line %d", name, number)
                            .matches(expected(line.substring(3)));
                }
            }
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static Stream<String> lines(String name) throws IOException {
        try (InputStream in =
                DialogueFilesTest.class.getResourceAsStream("dialogues/" + name + ".txt")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    private static String signIn(String line) {
        return SIGN_IN.matcher(line)
                .replaceAll(token -> WireClient.xoauth2(Doorman.MAILBOX, token.group(1)));
    }

    private static Pattern expected(String line) {
        String start = line.startsWith("* ") ? "\\* " : "";
        return Pattern.compile(
                start
                        + Stream.of(line.substring(start.isEmpty() ? 0 : 2).split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")));
    }
}
