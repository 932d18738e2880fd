package dev.postern.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.tls.ServerTls;
import dev.postern.lab.tls.Shown;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole lab, spoken to over plain sockets.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabTest {

    private static final String RAZR = "razr@example.cz";

    private RunningLab running;
    private Lab lab;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = new RunningLab(folder);
        lab = running.lab();
        asItWas = lab.directory().read("").toString();
    }

    @AfterEach
    void restore() throws Exception {
        lab.directory().put("", asItWas);
        for (ServerTls tls : lab.tls().byName().values()) {
            tls.show(Shown.GOOD);
        }
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void tokenOfTheTokenEndpointOpensTheMailboxByImap() throws Exception {
        running.control(
                "POST", "/mailboxes/" + RAZR + "/messages", "Subject: one\r\n\r\nfirst\r\n");
        try (Wire imap = new Wire(lab.started().imap())) {
            assertThat(imap.line())
                    .startsWith("* OK The Microsoft Exchange IMAP4 service is ready.");
            imap.say("A1 AUTHENTICATE XOAUTH2 " + xoauth2(RAZR, running.token()));
            assertThat(imap.until("A1 ")).isEqualTo("A1 OK AUTHENTICATE completed.");
            imap.say("A2 SELECT INBOX");
            assertThat(imap.until("A2 ")).startsWith("A2 OK");
            imap.say("A3 FETCH 1 BODY[TEXT]");
            assertThat(imap.until("first")).isEqualTo("first");
        }
    }

    @Test
    void tokenOfTheTokenEndpointOpensTheMailboxByPop3() throws Exception {
        try (Wire pop3 = new Wire(lab.started().pop3())) {
            assertThat(pop3.line()).startsWith("+OK The Microsoft Exchange POP3 service is ready.");
            pop3.say("AUTH XOAUTH2");
            assertThat(pop3.line()).startsWith("+");
            pop3.say(xoauth2("faktury@example.cz", running.token()));
            assertThat(pop3.line()).isEqualTo("+OK User successfully authenticated.");
            pop3.say("STAT");
            assertThat(pop3.line()).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void switchOfTheWorldClosesTheDoorAtOnce() throws Exception {
        String token = running.token();
        running.control("PATCH", "/world" + RunningLab.MAILBOX, "{imap: false}");

        assertThat(signIn(token)).isEqualTo("A1 NO AUTHENTICATE failed.");
    }

    @Test
    void missingPermissionShowsAfterTheSignIn() throws Exception {
        running.control("PATCH", "/world" + RunningLab.MAILBOX, "{full-access: []}");
        try (Wire imap = new Wire(lab.started().imap())) {
            imap.line();
            imap.say("A1 AUTHENTICATE XOAUTH2 " + xoauth2(RAZR, running.token()));
            assertThat(imap.until("A1 ")).isEqualTo("A1 OK AUTHENTICATE completed.");
            imap.say("A2 SELECT INBOX");
            assertThat(imap.until("A2 "))
                    .isEqualTo("A2 BAD User is authenticated but not connected.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfEachServerCanBeMadeWrongWhileItRuns(Shown shown) throws Exception {
        lab.tls().imap().show(shown);
        lab.tls().pop3().show(shown);
        lab.tls().entra().show(shown);

        if (shown == Shown.GOOD) {
            new Wire(lab.started().imap()).close();
            new Wire(lab.started().pop3()).close();
            return;
        }
        assertThatThrownBy(() -> new Wire(lab.started().imap()))
                .isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> new Wire(lab.started().pop3()))
                .isInstanceOf(SSLHandshakeException.class);
        try (var client = running.newClient()) {
            assertThatThrownBy(() ->
                            client.send(
                                    running.post(RunningLab.TENANT, RunningLab.rightForm()).build(),
                                    HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("SSLHandshakeException");
        }
    }

    @Test
    void clientThatWasHereBeforeSeesTheNewCertificateToo() throws Exception {
        var context = lab.clientContext();
        new Wire(lab.started().imap(), context).close();
        lab.tls().imap().show(Shown.EXPIRED);

        assertThatThrownBy(() -> new Wire(lab.started().imap(), context))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void listenerHearsOfEverySignIn(@TempDir Path folder) throws Exception {
        var heard = new ConcurrentLinkedQueue<LabLog.Entry>();
        try (Lab other = Lab.start(LabSettings.free(folder), heard::add)) {
            other.gatekeeper().signIn(Gatekeeper.Protocol.IMAP, RAZR, "nonsense");
        }

        assertThat(heard)
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.what()).startsWith("refused: this is no access token"));
    }

    @Test
    void closedLabGivesItsPortsBackAndEndsItsSessions(@TempDir Path folder) throws Exception {
        Lab other = Lab.start(LabSettings.free(folder));
        int port = Integer.parseInt(other.started().imap().split(":", -1)[1]);
        try (Wire imap = new Wire(other.started().imap(), other.clientContext())) {
            imap.line();
            other.close();

            assertThatThrownBy(imap::line).isInstanceOf(IOException.class);
        }
        new ServerSocket(port).close();
    }

    @Test
    void portThatIsTakenIsNamedAndNothingStaysOpen(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LabSettings free = LabSettings.free(folder);
            LabSettings clash =
                    new LabSettings(
                            free.host(),
                            new LabSettings.Ports(
                                    0, 0, 0, 0, 0, 0, 0, 0, taken.getLocalPort(), 0, 0),
                            free.caFile(),
                            free.world());

            assertThatThrownBy(() -> Lab.start(clash))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the lab's control")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void certificateOfTheAuthorityIsWrittenAsPem() throws Exception {
        assertThat(Files.readString(lab.started().caFile()))
                .startsWith("-----BEGIN CERTIFICATE-----");
    }

    private String signIn(String token) throws IOException {
        try (Wire imap = new Wire(lab.started().imap())) {
            imap.line();
            imap.say("A1 AUTHENTICATE XOAUTH2 " + xoauth2(RAZR, token));
            return imap.until("A1 ");
        }
    }

    private static String xoauth2(String user, String token) {
        String clear = "user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001";
        return Base64.getEncoder().encodeToString(clear.getBytes(StandardCharsets.US_ASCII));
    }

    /// A TLS connection that checks the host's name and speaks lines.
    private final class Wire implements AutoCloseable {

        private final SSLSocket socket;
        private final BufferedReader in;
        private final Writer out;

        Wire(String server) throws IOException {
            this(server, lab.clientContext());
        }

        Wire(String server, SSLContext context) throws IOException {
            String[] parts = server.split(":", -1);
            socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(parts[0], Integer.parseInt(parts[1]));
            try {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.setSoTimeout(10_000);
                socket.startHandshake();
                in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII));
                out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        String line() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new EOFException("the server hung up");
            }
            return line;
        }

        String until(String start) throws IOException {
            String line = line();
            while (!line.startsWith(start)) {
                line = line();
            }
            return line;
        }

        void say(String line) throws IOException {
            out.write(line + "\r\n");
            out.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
