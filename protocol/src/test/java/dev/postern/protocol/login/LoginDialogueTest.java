package dev.postern.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.imap.ImapLogin;
import dev.postern.protocol.pop3.Pop3Login;
import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedClient;
import dev.postern.protocol.smtp.SmtpLogin;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays dialogue files against a login, once all at once, once octet by octet. A file whose name
/// begins with `starttls-` is for a server that takes passwords under TLS only, one with `less-`
/// for a server behind which there is less than was announced; one that ends with `-in-one-breath`
/// is not played octet by octet.
class LoginDialogueTest {

    private static final LoginRules.Limits FEW = new LoginRules.Limits(300, 100, 20, 6, 3);

    @TestFactory
    Stream<DynamicTest> imapSessionsGoAsWritten() throws Exception {
        return files("imap")
                .flatMap(file ->
                        tests(
                                file,
                                socket -> ImapLogin.open(socket, rules(file)),
                                List.of("IMAP4rev1", "IDLE")));
    }

    @TestFactory
    Stream<DynamicTest> pop3SessionsGoAsWritten() throws Exception {
        return files("pop3")
                .flatMap(file ->
                        tests(
                                file,
                                socket ->
                                        Pop3Login.open(
                                                socket,
                                                rules(file),
                                                () -> List.of("TOP", "UIDL", "PIPELINING")),
                                List.of("TOP", "UIDL", "SASL XOAUTH2", "PIPELINING")));
    }

    @TestFactory
    Stream<DynamicTest> smtpSessionsGoAsWritten() throws Exception {
        return files("smtp")
                .flatMap(file ->
                        tests(
                                file,
                                socket ->
                                        SmtpLogin.open(
                                                socket,
                                                rules(file),
                                                () -> List.of("SIZE 1000", "8BITMIME")),
                                List.of("8BITMIME", "SIZE 2000", "AUTH XOAUTH2")));
    }

    private static Stream<Path> files(String protocol) throws Exception {
        Path folder = Path.of(LoginDialogueTest.class.getResource("/login/" + protocol).toURI());
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files = found.sorted().toList();
            assertThat(files).isNotEmpty();
            return files.stream();
        }
    }

    private static LoginRules rules(Path file) {
        boolean tls = file.getFileName().toString().startsWith("starttls-");
        TlsOffer offer =
                tls
                        ? new TlsOffer.StartTls(
                                new TlsOffer.Terms(Optional::empty, List.of("TLSv1.3")))
                        : new TlsOffer.None();
        return new LoginRules("gate.example.cz", offer, !tls, FEW, LoginRules.Deadlines.USUAL);
    }

    private static Stream<DynamicTest> tests(
            Path file, RunningLogin.Opening opening, List<String> capabilities) {
        String name = file.getFileName().toString();
        List<String> behind = name.startsWith("less-") ? List.of("SASL XOAUTH2") : capabilities;
        return Stream.of(true, false)
                .filter(whole -> whole || !name.contains("-in-one-breath"))
                .map(whole ->
                        DynamicTest.dynamicTest(
                                name + (whole ? "" : ", dripping"),
                                file.toUri(),
                                () -> play(file, opening, behind, whole)));
    }

    private static void play(
            Path file, RunningLogin.Opening opening, List<String> capabilities, boolean whole)
            throws Exception {
        try (RunningLogin server = new RunningLogin(opening, capabilities)) {
            try (Socket client = server.connect()) {
                ScriptedClient.play(Script.read(file), client, whole);
            }
            awaitEnd(server);
        }
    }

    /// A login that tells of a broken promise fails, as its caller must know.
    private static void awaitEnd(RunningLogin server) throws Exception {
        try {
            assertThat(server.end()).isNotNull();
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
    }
}
