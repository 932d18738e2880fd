package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.pop3.Pop3Client;
import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedServer;
import dev.postern.protocol.script.ScriptedServer.Delivery;
import dev.postern.protocol.script.TestTls;
import dev.postern.protocol.smtp.SmtpClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow") // makes a key
@Timeout(60)
class ConnectionTest {

    private static TestTls tls;
    private static TestTls ofAnotherHost;

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

                @Override
                public void secured(SSLSession session) {
                    overheard.add(session.getProtocol());
                }
            };

    @BeforeAll
    static void makeKeys(@TempDir Path one, @TempDir Path two) throws Exception {
        tls = TestTls.forNames(one, "ip:127.0.0.1");
        ofAnotherHost = TestTls.forNames(two, "dns:other.example");
    }

    @Test
    void tlsIsThereBeforeTheFirstOctet() throws Exception {
        try (ScriptedServer server = secured(tls, "S: +OK ready", "C: QUIT", "S: +OK bye");
                Pop3Client pop3 =
                        Pop3Client.connect(
                                to(server, Security.IMPLICIT),
                                tls.client(),
                                Deadlines.USUAL,
                                dialogue)) {
            assertThat(pop3.greeting()).isEqualTo("ready");
            assertThat(pop3.tlsSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(pop3.quit()).hasToString("Given[value=bye]");
            server.finish();
        }
        assertThat(overheard).containsExactly("TLSv1.3", "S: +OK ready", "C: QUIT", "S: +OK bye");
    }

    @Test
    void imapIsUpgradedAndAsksAnewWhatTheServerCanDo() throws Exception {
        try (ScriptedServer server =
                        upgraded(
                                Script.of(
                                        "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi",
                                        "C: A1 STARTTLS",
                                        "S: A1 OK begin"),
                                Script.of(
                                        "C: A2 CAPABILITY",
                                        "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2",
                                        "S: A2 OK done"));
                ImapClient imap =
                        ImapClient.connect(
                                to(server, Security.STARTTLS),
                                tls.client(),
                                Deadlines.USUAL,
                                dialogue)) {
            assertThat(imap.tlsSession()).isPresent();
            assertThat(imap.capabilities().mechanisms()).containsExactly("XOAUTH2");
        }
    }

    @Test
    void pop3IsUpgraded() throws Exception {
        try (ScriptedServer server =
                        upgraded(
                                Script.of("S: +OK hi", "C: STLS", "S: +OK begin"),
                                Script.of("C: NOOP", "S: +OK still here"));
                Pop3Client pop3 =
                        Pop3Client.connect(
                                to(server, Security.STARTTLS),
                                tls.client(),
                                Deadlines.USUAL,
                                dialogue)) {
            assertThat(pop3.noop().await()).hasToString("Given[value=still here]");
        }
    }

    @Test
    void smtpIsUpgradedAndGreetsAnew() throws Exception {
        try (ScriptedServer server =
                        upgraded(
                                Script.of(
                                        "S: 220 hi",
                                        "C: EHLO gateway.example",
                                        "S: 250-hello",
                                        "S: 250-AUTH PLAIN",
                                        "S: 250 STARTTLS",
                                        "C: STARTTLS",
                                        "S: 220 begin"),
                                Script.of(
                                        "C: EHLO gateway.example",
                                        "S: 250-hello",
                                        "S: 250 AUTH XOAUTH2"));
                SmtpClient smtp = connectSmtp(server, Security.STARTTLS)) {
            assertThat(smtp.tlsSession()).isPresent();
            assertThat(smtp.extensions().mechanisms()).containsExactly("XOAUTH2");
            assertThat(smtp.extensions().has("STARTTLS")).isFalse();
        }
    }

    @Test
    void smtpUnderTlsFromTheBeginning() throws Exception {
        try (ScriptedServer server =
                        secured(tls, "S: 220 hi", "C: EHLO gateway.example", "S: 250 hello");
                SmtpClient smtp = connectSmtp(server, Security.IMPLICIT)) {
            assertThat(smtp.tlsSession()).isPresent();
        }
    }

    @Test
    void smtpWithoutTheUpgradeItNeedsIsNotSpoken() throws Exception {
        try (ScriptedServer server = plain("S: 220 hi", "C: EHLO *", "S: 250 hello")) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> connectSmtp(server, Security.STARTTLS))
                    .withMessageContaining("does not offer STARTTLS, which we require");
        }
    }

    @Test
    void whatWasSaidInTheClearIsNotTakenForWhatIsSaidInSecret() throws Exception {
        try (ScriptedServer server =
                plain("S: * OK hi", "C: A1 STARTTLS", "S- A1 OK begin\r\nA2 OK injected\r\n")) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> connectImap(server, Security.STARTTLS))
                    .withMessageContaining("went on in the clear");
        }
    }

    @Test
    void aServerThatWillNotUpgradeIsNotSpokenTo() throws Exception {
        try (ScriptedServer imap = plain("S: * OK hi", "C: A1 STARTTLS", "S: A1 NO not today");
                ScriptedServer signedIn = plain("S: * PREAUTH hi");
                ScriptedServer pop3 = plain("S: +OK hi", "C: STLS", "S: -ERR what?")) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> connectImap(imap, Security.STARTTLS))
                    .withMessageEndingWith("refused to start TLS: not today");
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> connectImap(signedIn, Security.STARTTLS))
                    .withMessageContaining("before TLS could be started");
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() ->
                            Pop3Client.connect(
                                    to(pop3, Security.STARTTLS),
                                    tls.client(),
                                    Deadlines.USUAL,
                                    dialogue))
                    .withMessageEndingWith("refused to start TLS: what?");
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (ScriptedServer server = secured(ofAnotherHost, "S: * OK hi")) {
            expectStep(
                    UnreachableException.Step.HANDSHAKE,
                    () ->
                            ImapClient.connect(
                                    to(server, Security.IMPLICIT),
                                    ofAnotherHost.client(),
                                    Deadlines.USUAL,
                                    dialogue));
        }
    }

    @Test
    void aCertificateNobodyVouchesForIsRefused() throws Exception {
        try (ScriptedServer server = secured(ofAnotherHost, "S: * OK hi")) {
            expectStep(
                    UnreachableException.Step.HANDSHAKE,
                    () -> connectImap(server, Security.IMPLICIT));
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsSaidToDoSo() throws Exception {
        try (ScriptedServer server = plain("S: * OK hi, in the clear")) {
            expectStep(
                    UnreachableException.Step.HANDSHAKE,
                    () -> connectImap(server, Security.IMPLICIT));
        }
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        Endpoint endpoint = new Endpoint("127.0.0.1", port, Security.NONE);
        expectStep(
                UnreachableException.Step.CONNECT,
                () -> Connection.open(endpoint, tls.client(), Deadlines.USUAL, dialogue));
    }

    @Test
    void closingEndsWhatIsWaitingInAnotherThread() throws Exception {
        try (ScriptedServer server = plain("S: * OK hi", "STALL")) {
            ImapClient imap = connectImap(server, Security.NONE);
            CompletableFuture<Throwable> ended = waitingForever(imap).failure();
            imap.close();
            assertThat(ended.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessageStartingWith("we closed the connection to 127.0.0.1:");
        }
    }

    @Test
    void interruptingEndsWhatAVirtualThreadWaitsFor() throws Exception {
        try (ScriptedServer server = plain("S: * OK hi", "STALL")) {
            Waiting waiting = waitingForever(connectImap(server, Security.NONE));
            waiting.thread().interrupt();
            assertThat(waiting.failure().get(5, TimeUnit.SECONDS))
                    .isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void idleUnderTlsSurvivesItsSlices() throws Exception {
        try (ScriptedServer server =
                        secured(
                                tls,
                                "S: * PREAUTH hi",
                                "C: A1 IDLE",
                                "S: + idling",
                                "C: DONE",
                                "S: A1 OK done",
                                "C: A2 IDLE",
                                "S: + idling",
                                "S: * 3 EXISTS",
                                "C: DONE",
                                "S: A2 OK done");
                ImapClient imap = connectImap(server, Security.IMPLICIT)) {
            assertThat(imap.idle(Duration.ofMillis(30)))
                    .hasToString("Given[value=Change[arrived=false, exists=0]]");
            assertThat(imap.idle(Duration.ofSeconds(10)))
                    .hasToString("Given[value=Change[arrived=true, exists=3]]");
        }
    }

    private record Waiting(Thread thread, CompletableFuture<Throwable> failure) {}

    private static Waiting waitingForever(ImapClient imap) throws InterruptedException {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CountDownLatch sent = new CountDownLatch(1);
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Pending<?> noop = imap.noop();
                                sent.countDown();
                                noop.await();
                                failure.complete(new AssertionError("an answer came"));
                            } catch (IOException e) {
                                failure.complete(e);
                            }
                        });
        sent.await();
        return new Waiting(thread, failure);
    }

    private interface Action {
        AutoCloseable run() throws IOException;
    }

    private static void expectStep(UnreachableException.Step step, Action action) {
        assertThatThrownBy(() -> action.run().close())
                .isInstanceOfSatisfying(
                        UnreachableException.class, e -> assertThat(e.step()).isEqualTo(step))
                .hasMessageContaining("127.0.0.1:");
    }

    private ImapClient connectImap(ScriptedServer server, Security security) throws IOException {
        return ImapClient.connect(to(server, security), tls.client(), Deadlines.USUAL, dialogue);
    }

    private SmtpClient connectSmtp(ScriptedServer server, Security security) throws IOException {
        return SmtpClient.connect(
                to(server, security), tls.client(), "gateway.example", Deadlines.USUAL, dialogue);
    }

    private static Endpoint to(ScriptedServer server, Security security) {
        return new Endpoint("127.0.0.1", server.port(), security);
    }

    private static ScriptedServer plain(String... lines) throws IOException {
        return ScriptedServer.playing(Script.of(lines), Delivery.WHOLE);
    }

    private static ScriptedServer secured(TestTls keys, String... lines) throws IOException {
        return new ScriptedServer(client ->
                ScriptedServer.play(
                        Script.of(lines), Delivery.WHOLE, serverSide(keys.server(), client)));
    }

    private static ScriptedServer upgraded(Script before, Script after) throws IOException {
        return new ScriptedServer(client -> {
            ScriptedServer.playSteps(before, Delivery.WHOLE, client);
            ScriptedServer.play(after, Delivery.WHOLE, serverSide(tls.server(), client));
        });
    }

    private static Socket serverSide(SSLContext context, Socket client) throws IOException {
        SSLSocket layer = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
        layer.setUseClientMode(false);
        layer.startHandshake();
        return layer;
    }
}
