package dev.postern.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.pop3.Pop3Login;
import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedClient;
import dev.postern.protocol.script.TestTls;
import dev.postern.protocol.smtp.SmtpLogin;
import dev.postern.protocol.wire.TlsOffer;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins under TLS, asked for or from the first octet.
@Tag("slow") // a key is made
class LoginTlsTest {

    @TempDir private static Path folder;
    private static TestTls tls;

    @BeforeAll
    static void makeAKey() throws Exception {
        tls = TestTls.forNames(folder, "ip:127.0.0.1");
    }

    private static TlsOffer.Terms terms() {
        return new TlsOffer.Terms(() -> Optional.of(tls.server()), List.of("TLSv1.3"));
    }

    private static LoginRules rules(TlsOffer offer) {
        return new LoginRules(
                "gate.example.cz",
                offer,
                false,
                LoginRules.Limits.USUAL,
                LoginRules.Deadlines.USUAL);
    }

    private static RunningLogin pop3(TlsOffer offer) throws Exception {
        List<String> capabilities = List.of("TOP");
        return new RunningLogin(
                socket -> Pop3Login.open(socket, rules(offer), () -> capabilities), capabilities);
    }

    private static RunningLogin smtp(TlsOffer offer) throws Exception {
        List<String> extensions = List.of("8BITMIME");
        return new RunningLogin(
                socket -> SmtpLogin.open(socket, rules(offer), () -> extensions), extensions);
    }

    private static Socket secured(Socket plain) throws Exception {
        return tls.client()
                .getSocketFactory()
                .createSocket(plain, "127.0.0.1", plain.getPort(), true);
    }

    private static void play(Socket client, String... lines) throws Exception {
        ScriptedClient.play(Script.of(lines), client, true);
    }

    @Test
    void pop3ClientSecuresTheConnectionAndStartsAnew() throws Exception {
        try (RunningLogin server = pop3(new TlsOffer.StartTls(terms()));
                Socket plain = server.connect()) {
            play(plain, "S: +OK *", "C: STLS", "S: +OK *");
            try (Socket client = secured(plain)) {
                play(
                        client,
                        "C: PASS secret",
                        "S: -ERR Say USER first",
                        "C: CAPA",
                        "S: +OK *",
                        "S: TOP",
                        "S: RESP-CODES",
                        "S: AUTH-RESP-CODE",
                        "S: USER",
                        "S: SASL PLAIN LOGIN",
                        "S: .",
                        "C: STLS",
                        "S: -ERR TLS is on already",
                        "C: USER mrose",
                        "S: +OK *",
                        "C- PASS secret\\r\\nSTAT\\r\\n",
                        "S: +OK *",
                        "S: STAT");
            }
            assertThat(server.login().tlsSession()).isPresent();
        }
    }

    @Test
    void pop3ClientMayBeginWithTls() throws Exception {
        try (RunningLogin server = pop3(new TlsOffer.Implicit(terms()));
                Socket client = secured(server.connect())) {
            play(client, "S: +OK *", "C: AUTH PLAIN AG1yb3NlAHNlY3JldA==", "S: +OK *");
        }
    }

    @Test
    void smtpClientSecuresTheConnectionAndStartsAnew() throws Exception {
        try (RunningLogin server = smtp(new TlsOffer.StartTls(terms()));
                Socket plain = server.connect()) {
            play(plain, "S: 220 *", "C: EHLO x", "S: 250-*", "S: 250-*", "S: 250 STARTTLS");
            play(plain, "C: STARTTLS", "S: 220 2.0.0 *");
            try (Socket client = secured(plain)) {
                play(
                        client,
                        "C: AUTH PLAIN AG1yb3NlAHNlY3JldA==",
                        "S: 503 5.5.1 *",
                        "C: EHLO x",
                        "S: 250-gate.example.cz",
                        "S: 250-8BITMIME",
                        "S: 250 AUTH PLAIN LOGIN",
                        "C: STARTTLS",
                        "S: 503 5.5.1 *",
                        "C: AUTH PLAIN AG1yb3NlAHNlY3JldA==",
                        "S: 235 2.7.0 *",
                        "C: EHLO x",
                        "S: EHLO x");
            }
            assertThat(server.login().hello()).contains("x");
        }
    }
}
