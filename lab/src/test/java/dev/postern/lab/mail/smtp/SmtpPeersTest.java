package dev.postern.lab.mail.smtp;

import static dev.postern.lab.mail.smtp.SmtpLab.NOREPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.WireClient;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that nobody here wrote: curl, swaks, Python's smtplib.
@Tag("peer")
class SmtpPeersTest {

    private static final String OUTSIDE = "someone@contoso.com";
    private static final String MESSAGE =
            "From: noreply@example.cz\r\nTo: someone@contoso.com\r\nSubject: peer\r\n\r\n.\r\n..dots\r\nEnd.\r\n";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @TempDir private Path folder;

    @Test
    void curlSendsWithABearerToken() throws Exception {
        Path curl = program("curl");
        Path mail = Files.writeString(folder.resolve("mail.eml"), MESSAGE);

        run(
                curl.toString(),
                "--silent",
                "--show-error",
                "--ssl-reqd",
                "--cacert",
                LAB.caFile().toString(),
                "--url",
                "smtp://" + LAB.lab().started().smtp(),
                "--user",
                NOREPLY,
                "--oauth2-bearer",
                LAB.token(),
                "--mail-from",
                NOREPLY,
                "--mail-rcpt",
                OUTSIDE,
                "--upload-file",
                mail.toString());

        arrived(Outbox.Server.EXCHANGE, MESSAGE);
    }

    @Test
    void curlSendsByAPasswordToAzureCommunicationServices() throws Exception {
        Path curl = program("curl");
        Path mail = Files.writeString(folder.resolve("mail.eml"), MESSAGE);

        run(
                curl.toString(),
                "--silent",
                "--show-error",
                "--ssl-reqd",
                "--cacert",
                LAB.caFile().toString(),
                "--url",
                "smtp://" + LAB.lab().started().acsSmtp(),
                "--user",
                "postern:" + RunningLab.SECRET,
                "--mail-from",
                NOREPLY,
                "--mail-rcpt",
                OUTSIDE,
                "--upload-file",
                mail.toString());

        arrived(Outbox.Server.ACS_SMTP, MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "LOGIN"})
    void swaksSendsToTheSmartHost(String mechanism) throws Exception {
        Path swaks = program("swaks");
        LAB.patch("/smart-host", "{accounts: {erp: secret}, sign-in-required: true}");
        Path mail = Files.writeString(folder.resolve("mail.eml"), MESSAGE);

        String said =
                run(
                        swaks.toString(),
                        "--server",
                        LAB.lab().started().smartHost(),
                        "--tls",
                        "--auth",
                        mechanism,
                        "--auth-user",
                        "erp",
                        "--auth-password",
                        "secret",
                        "--from",
                        NOREPLY,
                        "--to",
                        OUTSIDE,
                        "--data",
                        "@" + mail);

        assertThat(said).contains("235 2.7.0", "250 2.0.0 OK");
        assertThat(LAB.outbox()).hasSize(1);
        assertThat(LAB.outbox().getFirst().way().account()).isEqualTo("erp");
    }

    @Test
    void swaksIsToldThatBasicAuthenticationIsOver() throws Exception {
        Path swaks = program("swaks");

        Output output =
                output(
                        swaks.toString(),
                        "--server",
                        LAB.lab().started().smtp(),
                        "--tls",
                        "--auth",
                        "LOGIN",
                        "--auth-user",
                        NOREPLY,
                        "--auth-password",
                        "secret",
                        "--from",
                        NOREPLY,
                        "--to",
                        OUTSIDE);

        assertThat(output.code()).isNotZero();
        assertThat(output.text())
                .contains(
                        "550 5.7.30 Basic authentication is not supported for Client Submission.");
        assertThat(LAB.outbox()).isEmpty();
    }

    @Test
    void smtplibSendsManyMessagesOnOneConnection() throws Exception {
        Path python = program("python3");
        Path script =
                Files.writeString(
                        folder.resolve("send.py"),
                        """
                        import smtplib, ssl, sys
                        host, port, ca, user, response = sys.argv[1:]
                        with smtplib.SMTP(host, int(port)) as smtp:
                            smtp.starttls(context=ssl.create_default_context(cafile=ca))
                            smtp.ehlo()
                            assert smtp.has_extn("smtputf8") and smtp.esmtp_features["size"] == "157286400"
                            assert smtp.docmd("AUTH", "XOAUTH2 " + response)[0] == 235
                            for i in range(30):
                                text = "From: %s\\r\\nSubject: %d\\r\\n\\r\\n.\\r\\n" % (user, i)
                                refused = smtp.sendmail(
                                    user,
                                    ["someone@contoso.com", "nobody@example.cz"],
                                    text,
                                    mail_options=["BODY=8BITMIME"],
                                    rcpt_options=["NOTIFY=NEVER"])
                                assert refused["nobody@example.cz"][0] == 550, refused
                            try:
                                smtp.sendmail(user, ["someone@contoso.com"], "From: x@y.example\\r\\n\\r\\n")
                                sys.exit("the From of somebody else was taken")
                            except smtplib.SMTPDataError as e:
                                assert e.smtp_code == 554, e
                        """);
        String[] at = LAB.lab().started().smtp().split(":", 2);

        run(
                python.toString(),
                script.toString(),
                at[0],
                at[1],
                LAB.caFile().toString(),
                NOREPLY,
                WireClient.xoauth2(NOREPLY, LAB.token()));

        assertThat(LAB.outbox())
                .hasSize(30)
                .allMatch(one -> one.envelope().addresses().equals(List.of(OUTSIDE)))
                .extracting(one -> one.content().source().orElseThrow().open().readAllBytes())
                .extracting(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .first()
                .isEqualTo("From: noreply@example.cz\r\nSubject: 0\r\n\r\n.\r\n");
    }

    private static void arrived(Outbox.Server server, String message) throws IOException {
        Outbox.Accepted one = LAB.outbox().getFirst();
        assertThat(one.way().server()).isEqualTo(server);
        assertThat(one.envelope().addresses()).containsExactly(OUTSIDE);
        assertThat(one.content().source().orElseThrow().open().readAllBytes())
                .isEqualTo(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private record Output(int code, String text) {}

    private String run(String... command) throws IOException, InterruptedException {
        Output output = output(command);
        assertThat(output.code()).as(output.text()).isZero();
        return output.text();
    }

    private Output output(String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), Files.readString(said, StandardCharsets.ISO_8859_1));
    }

    private static Path program(String name) {
        Stream<Path> found =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(one -> Path.of(one, name))
                        .filter(Files::isExecutable);
        Path program = found.findFirst().orElse(Path.of(name));
        assertThat(program.isAbsolute() || !"required".equals(System.getenv("POSTERN_PEERS")))
                .as("%s is there", name)
                .isTrue();
        assumeTrue(program.isAbsolute(), name + " is not installed");
        return program;
    }
}
