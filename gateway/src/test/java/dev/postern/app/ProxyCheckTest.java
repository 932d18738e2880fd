package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.AccountOrder;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.tls.Authority;
import dev.postern.peers.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `postern check` says of the proxy.
@Tag("slow")
class ProxyCheckTest {

    private static final String RAZR = "razr@example.cz";
    private static final String MAILBOX = "/tenants/example/exchange/mailboxes/" + RAZR;

    @TempDir static Path labFolder;
    private static Lab lab;
    private static String world;

    @TempDir Path folder;
    private String listen;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabSettings.free(labFolder));
        world = lab.directory().read("").toString();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void settle() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        listen = "127.0.0.1:" + Ports.free();
    }

    @AfterEach
    void mend() throws Exception {
        lab.directory().put("", world);
    }

    private void account(List<String> mailboxes) throws IOException {
        var _ =
                new AccountBooks(folder.resolve("data"), Gateway.Environment.ofThisProcess())
                        .add(
                                new AccountOrder(
                                        "warehouse",
                                        List.of(),
                                        AccountOrder.From.KEEP,
                                        Optional.empty(),
                                        mailboxes,
                                        List.of(),
                                        Optional.empty(),
                                        false),
                                Optional.of("a-password-of-the-test"));
    }

    private CheckReport check(String protocol, String more, String... names)
            throws IOException, InterruptedException {
        String yaml =
                "data: data\n"
                        + LabYaml.tenant(lab.started())
                        + "collect: {}\ndestinations: {}\nproxy:\n  - {protocol: %s, listen: \"%s\", tenant: lab%s}\n"
                                .formatted(protocol, listen, more);
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        return new GatewayOperations(Gateway.Environment.ofThisProcess())
                .check(file, new CheckOrder(List.of(names), Optional.empty(), Optional.empty()));
    }

    private String listener() {
        return "proxy." + listen;
    }

    private String mailbox() {
        return listener() + "/" + RAZR;
    }

    private static CheckReport.Step step(CheckReport report, String entry, String step) {
        return report.entries().stream()
                .filter(one -> one.name().equals(entry))
                .flatMap(one -> one.steps().stream())
                .filter(one -> one.name().equals(step))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachProtocolIsWalkedToTheCommandThatDecides() throws Exception {
        account(List.of(RAZR));
        lab.mail().store().deliver(RAZR, MessageSource.generated(1, 600));

        assertThat(step(check("imap", ""), mailbox(), "mailbox").text()).contains("1 messages");
        assertThat(step(check("pop3", ""), mailbox(), "mailbox").text()).contains("1 messages");
        CheckReport smtp = check("smtp", "");
        assertThat(smtp.entries()).extracting(CheckReport.Entry::name).contains(mailbox());
        assertThat(step(smtp, mailbox(), "capabilities").text()).contains("XOAUTH2");
        assertThat(lab.mail().store().mailbox(RAZR).inbox().messages()).hasSize(1);
        assertThat(lab.outbox().total()).isZero();
    }

    @Test
    void missingRightIsFoundWithTheCommandThatMendsIt() throws Exception {
        account(List.of(RAZR));
        lab.directory().patch(MAILBOX, "full-access: []");

        CheckReport report = check("imap", "");

        CheckReport.Diagnosis diagnosis =
                step(report, mailbox(), "mailbox").diagnosis().orElseThrow();
        assertThat(diagnosis.code()).isEqualTo("D5");
        assertThat(diagnosis.causes().getFirst().mends().getFirst().command())
                .startsWith(
                        "Add-MailboxPermission -Identity razr@example.cz -User 44444444-4444-4444-4444-444444444444");
        assertThat(report.ok()).isFalse();
    }

    @Test
    void proxyThatNobodyMayUseIsAWarningAndItsServerIsTriedAllTheSame() throws Exception {
        CheckReport report = check("imap", "");

        CheckReport.Step accounts = step(report, listener(), "accounts");
        assertThat(accounts.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(
                        accounts.diagnosis()
                                .orElseThrow()
                                .causes()
                                .getFirst()
                                .mends()
                                .getFirst()
                                .command())
                .isEqualTo("postern account add NAME --mailboxes ADDRESS");
        assertThat(step(report, listener() + "/server", "capabilities").text()).contains("XOAUTH2");
        assertThat(report.ok()).isTrue();
    }

    @Test
    void serverOfEachProtocolIsTriedWithoutAMailbox() throws Exception {
        for (String protocol : List.of("pop3", "smtp")) {
            CheckReport report = check(protocol, "");

            assertThat(step(report, listener() + "/server", "capabilities").verdict())
                    .as(protocol)
                    .isEqualTo(Verdict.FINE);
        }
    }

    @Test
    void mailboxesBeyondTheBoundAreNamedAndLookedAtWhenAskedFor() throws Exception {
        List<String> many =
                IntStream.range(0, ProxyPatients.MAILBOXES_MAX)
                        .mapToObj("box%02d@example.cz"::formatted)
                        .toList();
        account(many);
        new AccountBooks(folder.resolve("data"), Gateway.Environment.ofThisProcess())
                .add(
                        new AccountOrder(
                                "razr-app",
                                List.of(),
                                AccountOrder.From.KEEP,
                                Optional.empty(),
                                List.of(RAZR),
                                List.of(),
                                Optional.empty(),
                                false),
                        Optional.of("a-password-of-the-test"));

        CheckReport report = check("imap", "", listen);

        CheckReport.Step accounts = step(report, listener(), "accounts");
        assertThat(accounts.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(accounts.text())
                .isEqualTo("2 may open 21 mailboxes; not looked at, unless named: " + RAZR);
        assertThat(report.entries()).hasSize(1 + ProxyPatients.MAILBOXES_MAX);
        assertThat(check("imap", "", RAZR).entries())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.name()).isEqualTo(mailbox());
                    assertThat(entry.verdict()).isEqualTo(Verdict.FINE);
                });
    }

    @Test
    void passwordsInTheClearAreAWarningAndTheCertificateIsLookedAt() throws Exception {
        listen = "0.0.0.0:" + Ports.free();
        Authority.create(new SecureRandom(), InstantSource.system().instant())
                .writeServerPem(
                        List.of("mail.example.cz"),
                        folder.resolve("tls.pem"),
                        folder.resolve("tls.key"));
        Files.setPosixFilePermissions(
                folder.resolve("tls.key"), PosixFilePermissions.fromString("rw-------"));

        CheckReport report =
                check(
                        "imap",
                        ", passwords-in-clear: on, tls: {mode: starttls, certificate: tls.pem, key: tls.key}");

        assertThat(step(report, listener(), "passwords").diagnosis().orElseThrow().code())
                .isEqualTo("passwords-in-clear");
        assertThat(step(report, listener(), "certificate").diagnosis().orElseThrow().code())
                .isEqualTo("certificate-name");
    }

    @Test
    void portThatAnotherProgramHoldsIsTold() throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listen = "127.0.0.1:" + held.getLocalPort();

            CheckReport report = check("imap", "");

            assertThat(step(report, listener(), "port").diagnosis().orElseThrow().code())
                    .isEqualTo("port");
        }
    }
}
