package dev.postern.delivery.smtp;

import dev.postern.advice.Service;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.MailboxAllowances;
import dev.postern.delivery.SetClock;
import dev.postern.protocol.smtp.SmtpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An agent, and the scripted server that it talks to.
final class AgentScene implements AutoCloseable {

    static final List<String> HELLO =
            List.of("S: 220 hi", "C: EHLO gateway.example", "S: 250-hello", "S: 250 PIPELINING");
    static final List<String> HELLO_TOKEN =
            List.of("S: 220 hi", "C: EHLO gateway.example", "S: 250-hello", "S: 250 AUTH XOAUTH2");
    static final List<String> SENT =
            List.of(
                    "C: MAIL FROM:<scan@example.cz>",
                    "C: RCPT TO:<a@example.cz>",
                    "C: DATA",
                    "S: 250 ok",
                    "S: 250 ok",
                    "S: 354 go on",
                    "MESSAGE",
                    "S: 250 2.0.0 OK <1@host>");
    static final List<String> STEPS =
            List.of(
                    "S: 250 ok",
                    "C: RCPT TO:<a@example.cz>",
                    "S: 250 ok",
                    "C: DATA",
                    "S: 354 go on",
                    "MESSAGE",
                    "S: 250 2.0.0 OK <1@host>");

    final SetClock clock = new SetClock();
    private final List<ScriptedSmtp> servers = new ArrayList<>();
    private final List<SmtpAgent> agents = new ArrayList<>();
    SmtpServer.Tls tls = SmtpServer.Tls.NONE;
    SmtpWay.Keeping keeping = SmtpWay.Keeping.USUAL;
    SmtpWay.Carries carries = SmtpWay.Carries.ANYTHING;
    SignOn signOn = new SignOn.Nobody();
    HandedTokens tokens = new HandedTokens();
    private @Nullable ScriptedSmtp server;

    Cause cause(SmtpAgent agent) throws InterruptedException {
        return ((Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .cause();
    }

    static SignOn byToken(Optional<String> mailbox, Duration life) {
        return new SignOn.ByToken(mailbox, HandedTokens.TENANT, HandedTokens.SCOPE, life);
    }

    static List<String> signedIn(String mailbox, String token) {
        String response =
                Base64.getEncoder()
                        .encodeToString(
                                ("user=" + mailbox + "\1auth=Bearer " + token + "\1\1")
                                        .getBytes(StandardCharsets.US_ASCII));
        return session(
                HELLO_TOKEN,
                List.of("C: AUTH XOAUTH2 " + response, "S: 235 2.7.0 Authentication successful"));
    }

    static List<String> mailAndSteps() {
        return session(List.of("C: MAIL FROM:<scan@example.cz>"), STEPS);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static List<String> session(List<String>... parts) {
        return Arrays.stream(parts).flatMap(List::stream).toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    final SmtpAgent agent(List<String>... sessions) throws IOException, NoSuchAlgorithmException {
        server = new ScriptedSmtp(List.of(sessions));
        servers.add(server);
        SmtpAgent agent =
                new SmtpAgent(
                        new SmtpWay(
                                new SmtpServer(
                                        "127.0.0.1",
                                        server.port(),
                                        tls,
                                        SSLContext.getDefault(),
                                        "gateway.example",
                                        SmtpClient.DEADLINES,
                                        Service.SMTP),
                                signOn,
                                carries,
                                keeping,
                                new MailboxAllowances.Allowance(3, 1, 100)),
                        tokens,
                        clock);
        agents.add(agent);
        return agent;
    }

    ScriptedSmtp server() {
        if (server == null) {
            throw new AssertionError("no server yet");
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        agents.forEach(SmtpAgent::close);
        for (ScriptedSmtp one : servers) {
            one.close();
        }
    }
}
