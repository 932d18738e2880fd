package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.imap.BodyReceiver;
import dev.postern.protocol.imap.Fetched;
import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.imap.UidSet;
import dev.postern.protocol.pop3.Pop3Client;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedServer;
import dev.postern.protocol.script.ScriptedServer.Delivery;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialogueTest {

    private final List<String> overheard = new ArrayList<>();
    private final Dialogue dialogue =
            new Dialogue() {
                @Override
                public void sent(String line) {
                    overheard.add("C: " + line);
                }

                @Override
                public void received(String line) {
                    overheard.add("S: " + line);
                }
            };

    @ParameterizedTest
    @EnumSource
    void imapIsOverheardWithoutCredentialsAndContent(Delivery delivery) throws Exception {
        Script script =
                Script.of(
                        "S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hi",
                        "C: A1 AUTHENTICATE XOAUTH2",
                        "S: + ",
                        "C: *",
                        "S: A1 OK in",
                        "C: A2 UID FETCH 1:2 *",
                        "S- * 1 FETCH (UID 1 BODY[] {13}\r\nprivate words FLAGS (\\\\Seen))\r\n",
                        "S: * 2 FETCH (BODY[] \"private \\\"words\\\"\" UID 2)",
                        "S: A2 OK done");
        try (ScriptedServer server = ScriptedServer.playing(script, delivery);
                ImapClient imap =
                        ImapClient.connect(
                                endpoint(server),
                                SSLContext.getDefault(),
                                Deadlines.USUAL,
                                dialogue)) {
            imap.authenticate(new XOAuth2("a@example.cz", new AccessToken("t0ken")));
            imap.fetch(UidSet.parse("1:2"), IGNORING).await();
        }
        assertThat(overheard)
                .containsExactly(
                        "S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hi",
                        "C: A1 AUTHENTICATE XOAUTH2",
                        "S: + ",
                        "C: ***",
                        "S: A1 OK in",
                        "C: A2 UID FETCH 1:2 (UID INTERNALDATE FLAGS BODY.PEEK[])",
                        "S: * 1 FETCH (UID 1 BODY[] {13} <13 octets> FLAGS (\\Seen))",
                        "S: * 2 FETCH (BODY[] <content> UID 2)",
                        "S: A2 OK done");
    }

    @ParameterizedTest
    @EnumSource
    void pop3IsOverheardWithoutCredentialsAndContent(Delivery delivery) throws Exception {
        Script script =
                Script.of(
                        "S: +OK hi\u0007",
                        "C: CAPA",
                        "S: +OK",
                        "S: SASL XOAUTH2",
                        "S: .",
                        "C: AUTH XOAUTH2",
                        "S: +",
                        "C: *",
                        "S: +OK in",
                        "C: RETR 1",
                        "S: +OK",
                        "S: private words",
                        "S: .");
        try (ScriptedServer server = ScriptedServer.playing(script, delivery);
                Pop3Client pop3 =
                        Pop3Client.connect(
                                endpoint(server),
                                SSLContext.getDefault(),
                                Deadlines.USUAL,
                                dialogue)) {
            pop3.authenticate(new XOAuth2("a@example.cz", new AccessToken("t0ken")));
            pop3.retrieve(1, Sink.DISCARD).await();
        }
        assertThat(overheard)
                .containsExactly(
                        "S: +OK hi\\x07",
                        "C: CAPA",
                        "S: +OK",
                        "S: SASL XOAUTH2",
                        "S: .",
                        "C: AUTH XOAUTH2",
                        "S: +",
                        "C: ***",
                        "S: +OK in",
                        "C: RETR 1",
                        "S: +OK",
                        "S: <18 octets>");
    }

    private static Endpoint endpoint(ScriptedServer server) {
        return new Endpoint("127.0.0.1", server.port(), Security.NONE);
    }

    private static final BodyReceiver IGNORING =
            new BodyReceiver() {
                @Override
                public Sink begin(long announced) {
                    return Sink.DISCARD;
                }

                @Override
                public void end(Fetched fetched) {}
            };
}
