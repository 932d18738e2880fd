package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that nobody here wrote hand in a message with dots, an 8-bit octet and long lines, by
/// STARTTLS and by implicit TLS, and it arrives as it was.
@Tag("peer")
class RealClientsTest {

    private static final String MESSAGE =
            """
            From: scanner@example.cz
            To: boss@example.cz
            Subject: =?utf-8?Q?p=C5=99=C3=ADli=C5=A1?=
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            .
            ..two dots
            příliš žluťoučký kůň
            %s
            .
            """
                    .formatted("x".repeat(990))
                    .replace("\n", "\r\n");

    @TempDir Path folder;
    private RealClients clients;

    @BeforeEach
    void issueACertificate() throws IOException {
        clients = RealClients.in(folder);
        Files.writeString(folder.resolve("message.eml"), MESSAGE);
    }

    /// Runs the command, in which `PORT`, `CA` and `FOLDER` stand for what is not known before.
    private String run(Scene scene, String... command) throws Exception {
        UnaryOperator<String> filled =
                word ->
                        word.replace("PORT", String.valueOf(scene.listener().port()))
                                .replace("CA", clients.trusted().toString())
                                .replace("FOLDER", folder.toString());
        List<String> words = new ArrayList<>(List.of(RealClients.require(command[0])));
        for (String word : List.of(command).subList(1, command.length)) {
            words.add(filled.apply(word));
        }
        return Programs.run(folder, words);
    }

    private static void arrived(Scene scene, String mechanism) {
        MemoryRelay.Taken taken = scene.relay().messages().getFirst();
        assertThat(taken.content()).isEqualTo(MESSAGE);
        assertThat(taken.envelope().sender().orElseThrow()).hasToString("scanner@example.cz");
        assertThat(taken.envelope().recipients())
                .extracting(recipient -> recipient.address().toString())
                .containsExactly("boss@example.cz");
        assertThat(taken.peer().mechanism()).contains(mechanism);
        assertThat(taken.peer().tls()).contains("TLSv1.3");
    }

    /// A program of the tests' resources.
    private String script(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = RealClientsTest.class.getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void curlByStartTls(String mechanism) throws Exception {
        try (Scene scene = clients.scene(false)) {
            run(
                    scene,
                    "curl",
                    "-sS",
                    "--ssl-reqd",
                    "--cacert",
                    "CA",
                    "--user",
                    "printer1:secret",
                    "--login-options",
                    "AUTH=" + mechanism,
                    "--mail-from",
                    "scanner@example.cz",
                    "--mail-rcpt",
                    "boss@example.cz",
                    "--upload-file",
                    "FOLDER/message.eml",
                    "smtp://127.0.0.1:PORT/printer");
            arrived(scene, mechanism);
        }
    }

    @Test
    void curlByImplicitTls() throws Exception {
        try (Scene scene = clients.scene(true)) {
            run(
                    scene,
                    "curl",
                    "-sS",
                    "--cacert",
                    "CA",
                    "--user",
                    "printer1:secret",
                    "--mail-from",
                    "scanner@example.cz",
                    "--mail-rcpt",
                    "boss@example.cz",
                    "--upload-file",
                    "FOLDER/message.eml",
                    "smtps://127.0.0.1:PORT/printer");
            arrived(scene, "PLAIN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void swaksByStartTls(String mechanism) throws Exception {
        try (Scene scene = clients.scene(false)) {
            run(
                    scene,
                    "swaks",
                    "--server",
                    "127.0.0.1",
                    "--port",
                    "PORT",
                    "--tls",
                    "--tls-ca-path",
                    "CA",
                    "--tls-verify",
                    "--auth",
                    mechanism,
                    "--auth-user",
                    "printer1",
                    "--auth-password",
                    "secret",
                    "--from",
                    "scanner@example.cz",
                    "--to",
                    "boss@example.cz",
                    "--pipeline",
                    "--data",
                    "@FOLDER/message.eml");
            assertThat(scene.relay().messages().getFirst().content())
                    .contains("\r\n..two dots\r\n", "kůň");
            assertThat(scene.relay().messages().getFirst().peer().mechanism()).contains(mechanism);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void msmtp(boolean implicit) throws Exception {
        try (Scene scene = clients.scene(implicit)) {
            String msmtp = RealClients.require("msmtp");
            run(
                    scene,
                    "sh",
                    "-c",
                    msmtp
                            + " --host=127.0.0.1 --port=PORT --tls=on --tls-trust-file=CA"
                            + " --tls-starttls="
                            + (implicit ? "off" : "on")
                            + " --auth=plain --user=printer1 --passwordeval='echo secret'"
                            + " --from=scanner@example.cz --set-date-header=off"
                            + " --set-msgid-header=off boss@example.cz <FOLDER/message.eml");
            arrived(scene, "PLAIN");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pythonsSmtplib(boolean implicit) throws Exception {
        try (Scene scene = clients.scene(implicit)) {
            run(
                    scene,
                    "python3",
                    script("smtplib_client.py"),
                    "PORT",
                    "CA",
                    implicit ? "implicit" : "starttls",
                    "FOLDER/message.eml");
            arrived(scene, "PLAIN");
            assertThat(scene.relay().messages()).hasSize(2);
            assertThat(scene.relay().messages().getLast().envelope().options().utf8()).isTrue();
        }
    }

    @Test
    void aScriptInPhpByStartTlsAndLogin() throws Exception {
        try (Scene scene = clients.scene(false)) {
            run(scene, "php", script("login.php"), "PORT", "CA", "FOLDER/message.eml");
            arrived(scene, "LOGIN");
        }
    }

    /// As Debian packs it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nodemailer(boolean implicit) throws Exception {
        try (Scene scene = clients.scene(implicit)) {
            String node = RealClients.require("node");
            run(
                    scene,
                    "env",
                    "NODE_PATH=/usr/share/nodejs:/usr/local/lib/node_modules",
                    node,
                    script("nodemailer_client.js"),
                    "PORT",
                    "CA",
                    implicit ? "implicit" : "starttls",
                    "FOLDER/message.eml");
            arrived(scene, "PLAIN");
        }
    }
}
