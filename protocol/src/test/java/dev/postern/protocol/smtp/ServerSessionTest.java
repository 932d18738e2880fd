package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Pace;
import dev.postern.protocol.wire.SessionEnd.Cause;
import dev.postern.protocol.wire.TlsOffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a session does with clients that are slow, endless, or gone.
class ServerSessionTest {

    private static final Duration SOON = Duration.ofMillis(30);
    private static final Pace USUAL_PACE = ServerDeadlines.USUAL.pace();

    private static ServerRules rules(ServerDeadlines deadlines) {
        return Rules.with(new TlsOffer.None(), SignInOffer.ALWAYS, Rules.LIMITS, deadlines);
    }

    /// Says and hears lines.
    private static final class Client implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Client(RunningServer server) throws IOException {
            socket = server.connect();
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            hear("220");
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        void hear(String beginning) throws IOException {
            assertThat(in.readLine()).startsWith(beginning);
        }

        void ask(String line, String beginning) throws IOException {
            say(line + "\r\n");
            hear(beginning);
        }

        void hearEnd() throws IOException {
            assertThat(in.readLine()).isNull();
        }

        /// As far as the message.
        void beginMessage() throws IOException {
            ask("HELO bar", "250");
            ask("MAIL FROM:<a@example.cz>", "250");
            ask("RCPT TO:<b@example.cz>", "250");
            ask("DATA", "354");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aClientThatSaysNothingIsToldSo() throws Exception {
        try (RunningServer server =
                        new RunningServer(rules(ServerDeadlines.USUAL.withCommand(SOON)));
                Client client = new Client(server)) {
            client.hear("421 4.4.2");
            client.hearEnd();
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
        }
    }

    @Test
    void aCommandMustBeWholeInTime() throws Exception {
        try (RunningServer server =
                        new RunningServer(
                                rules(ServerDeadlines.USUAL.withCommand(SOON.multipliedBy(10))));
                Client client = new Client(server)) {
            client.say("NO");
            client.hear("421 4.4.2");
            client.hearEnd();
        }
    }

    @Test
    void aMessageThatStopsLeavesNothing() throws Exception {
        try (RunningServer server =
                        new RunningServer(rules(ServerDeadlines.USUAL.withData(SOON, USUAL_PACE)));
                Client client = new Client(server)) {
            client.beginMessage();
            client.say("Subject: half\r\n");
            client.hear("421 4.4.2");
            client.hearEnd();
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
            assertThat(server.service().abandoned()).isEqualTo(1);
        }
    }

    @Test
    void aMessageThatComesTooSlowlyIsNotTaken() throws Exception {
        ServerDeadlines deadlines =
                ServerDeadlines.USUAL.withData(
                        ServerDeadlines.USUAL.silence(), new Pace(1000, SOON.multipliedBy(4)));
        try (RunningServer server = new RunningServer(rules(deadlines));
                Client client = new Client(server)) {
            client.beginMessage();
            client.say("Subject: half\r\n");
            client.hear("421 4.4.2");
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
        }
    }

    @Test
    @Tag("slow") // the parting waits a second for the client
    void aClientThatEndsItsMessageWithBareLineFeedsIsRefusedAndNotLeftWaiting() throws Exception {
        try (RunningServer server =
                        new RunningServer(rules(ServerDeadlines.USUAL.withData(SOON, USUAL_PACE)));
                Client client = new Client(server)) {
            client.beginMessage();
            client.say("Subject: x\n\nHello\n.\n");
            client.hear("550 5.6.11");
            client.hearEnd();
            assertThat(server.end().cause()).isEqualTo(Cause.REFUSED);
            assertThat(server.service().messages()).isEmpty();
            assertThat(server.service().abandoned()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatSaysNothingForFiveMinutesIsToldSo() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.ask("NOOP", "250");
            ServerSession session = server.session();
            long inTime = System.nanoTime() + TimeUnit.SECONDS.toNanos(299);
            session.cutIfOverdue(inTime);
            client.ask("NOOP", "250");
            long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(301);
            List<String> heard = cutWhenWaiting(session, late, client);
            assertThat(heard).singleElement().asString().startsWith("421 4.4.2");
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
        }
    }

    @Test
    void aWaitThatTheSessionCannotEndIsEndedFromOutside() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            ServerSession session = server.session();
            session.cutIfOverdue(System.nanoTime());
            client.ask("NOOP", "250");
            long later = System.nanoTime() + TimeUnit.MINUTES.toNanos(6);
            assertThat(cutWhenWaiting(session, later, client)).isEmpty();
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
        }
    }

    /// The session begins to wait a moment after its reply.
    ///
    /// @return the lines that it has said to the end
    private static List<String> cutWhenWaiting(ServerSession session, long now, Client client)
            throws IOException {
        client.socket.setSoTimeout(1);
        List<String> heard = new ArrayList<>();
        boolean open = true;
        while (open) {
            session.cutIfOverdue(now);
            try {
                String line = client.in.readLine();
                open = line != null;
                if (open) {
                    heard.add(line);
                }
            } catch (SocketTimeoutException _) {
                // Not yet.
            }
        }
        return heard;
    }

    @Test
    void anIdleSessionIsRetiredAtOnce() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.ask("NOOP", "250");
            server.session().retire();
            client.hear("421 4.3.2");
            client.hearEnd();
            assertThat(server.end().cause()).isEqualTo(Cause.RETIRED);
        }
    }

    @Test
    void aMessageUnderWayIsFinishedBeforeASessionIsRetired() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.beginMessage();
            server.session().retire();
            client.say("x\r\n.\r\n");
            client.hear("250 2.0.0");
            client.hear("421 4.3.2");
            client.hearEnd();
            assertThat(server.service().messages()).hasSize(1);
            assertThat(server.end().cause()).isEqualTo(Cause.RETIRED);
        }
    }

    @Test
    void aDefectEndsTheSessionAndTellsTheClientToComeBack() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.ask("HELO bar", "250");
            client.ask("MAIL FROM:<bug@example.cz>", "421 4.3.0");
            client.hearEnd();
            assertThatThrownBy(server::end).hasMessageContaining("found");
        }
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndTheNextIsHeard() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.ask("NOOP " + "x".repeat(12_000), "250");
            client.ask("NOOP " + "x".repeat(12_400), "500 5.5.2");
            client.ask("NOOP " + "x".repeat(200_000), "500 5.5.2");
            client.ask("NOOP", "250");
        }
    }

    @Test
    @Tag("slow") // the parting waits a second for the client
    void aLineWithoutEndEndsTheSession() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.say("x".repeat(1_100_000));
            client.hear("500 5.5.2");
            assertThat(server.end().cause()).isEqualTo(Cause.REFUSED);
        }
    }

    @Test
    void aSignInMayHaveTwelveThousandOctets() throws Exception {
        String longest =
                Base64.getEncoder()
                        .encodeToString(
                                ("\0a\0" + "x".repeat(9213)).getBytes(StandardCharsets.US_ASCII));
        assertThat(longest).hasSize(12_288);
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.ask("HELO bar", "250");
            client.ask("AUTH PLAIN", "334");
            client.ask(longest, "535 5.7.8");
            client.ask("AUTH PLAIN " + longest, "535 5.7.8");
        }
    }

    @Test
    void tooManyCommandsWithoutAMessageEndTheSession() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            for (int i = 0; i <= Rules.LIMITS.commands(); i++) {
                client.ask("NOOP", "250");
            }
            client.hear("421 4.7.0");
            client.hearEnd();
        }
    }

    @Test
    void aMessageWithoutEndIsCutOffAtTwiceTheSize() throws Exception {
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL));
                Client client = new Client(server)) {
            client.beginMessage();
            client.say("x\r\n".repeat(1400));
            client.hear("552 5.3.4");
            client.hearEnd();
            assertThat(server.service().abandoned()).isEqualTo(1);
        }
    }

    @Test
    void whoOverhearsSeesNoPassword() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        Dialogue dialogue =
                new Dialogue() {
                    @Override
                    public void sent(String line) {
                        heard.add("S: " + line);
                    }

                    @Override
                    public void received(String line) {
                        heard.add("C: " + line);
                    }
                };
        try (RunningServer server = new RunningServer(rules(ServerDeadlines.USUAL), dialogue);
                Client client = new Client(server)) {
            client.ask("HELO bar", "250");
            client.ask("auth plain AGEAd3Jvbmc=", "535");
            client.ask("AUTH LOGIN cHJpbnRlcjE=", "334");
            client.ask("c2VjcmV0", "235");
            client.ask("c2VjcmV0", "500");
            client.ask("QUIT", "221");
            assertThat(server.end().cause()).isEqualTo(Cause.QUIT);
        }
        assertThat(heard)
                .contains("C: auth plain ***", "C: AUTH LOGIN ***", "C: ***", "C: HELO bar")
                .noneMatch(line -> line.contains("c2VjcmV0") || line.contains("cHJpbnRlcjE"));
    }
}
