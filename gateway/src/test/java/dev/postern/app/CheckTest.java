package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.control.AccountOrder;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import dev.postern.control.ServiceSocket;
import dev.postern.control.UnusableException;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.peers.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `postern check` on settings that are right.
@Tag("slow")
class CheckTest {

    private static final long SOON_MILLIS = 5000;

    /// Days that the lab's certificates are good for.
    private static final int GOOD_DAYS = 365;

    @TempDir static Path labFolder;
    private static Lab lab;

    @TempDir Path folder;
    private String yaml;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabSettings.free(labFolder));
    }

    @AfterEach
    void empty() {
        for (String mailbox : List.of("razr@example.cz", "faktury@example.cz")) {
            Folder inbox = lab.mail().store().mailbox(mailbox).inbox();
            inbox.messages().forEach(message -> inbox.remove(message.uid()));
        }
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void settings() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("inbox"));
        yaml =
                LabYaml.forReadyMadeWorld(lab.started())
                        .replace("127.0.0.1:2525", "127.0.0.1:" + Ports.free())
                        .replace("127.0.0.1:8024", "127.0.0.1:" + Ports.free())
                        .replace("127.0.0.1:1143", "127.0.0.1:" + Ports.free());
    }

    private void account(String name, String... mailboxes) throws IOException {
        var _ =
                new AccountBooks(folder.resolve("data"), Gateway.Environment.ofThisProcess())
                        .add(
                                new AccountOrder(
                                        name,
                                        List.of(),
                                        AccountOrder.From.KEEP,
                                        Optional.empty(),
                                        List.of(mailboxes),
                                        List.of(),
                                        Optional.empty(),
                                        false),
                                Optional.of("a-password-of-the-test"));
    }

    private CheckReport check(String... names) throws IOException, InterruptedException {
        return check(new CheckOrder(List.of(names), Optional.empty(), Optional.empty()));
    }

    private CheckReport check(CheckOrder order) throws IOException, InterruptedException {
        return check(order, InstantSource.system());
    }

    private CheckReport check(CheckOrder order, InstantSource clock)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        return new GatewayOperations(QuietWorld.at(clock)).check(file, order);
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
    void readyMadeWorldIsWellAndSeenWithinSeconds() throws Exception {
        account("warehouse", "razr@example.cz");
        check();

        CheckReport report = check();

        assertThat(report.entries()).hasSize(15);
        assertThat(report.entries())
                .allSatisfy(entry ->
                        assertThat(entry.steps())
                                .as(entry.name())
                                .allMatch(step ->
                                        step.verdict() == Verdict.FINE
                                                || step.verdict() == Verdict.UNKNOWN));
        assertThat(report.ok()).isTrue();
        assertThat(report.millis()).isLessThan(SOON_MILLIS);
    }

    @Test
    void endOfTheSecretIsReadFromEntraIfThatIsAllowed() throws Exception {
        assertThat(step(check("tenants.lab"), "tenants.lab", "credential").text())
                .matches("client secret is good until 2099-12-31 \\(\\d+ days\\), as Entra has it");
    }

    @Test
    void whoMayNotReadItFromEntraIsToldOfBothWaysAndNothingElse() throws Exception {
        String world = lab.directory().read("").toString();
        lab.directory().patch("/tenants/example/apps/gateway/roles", "{graph: [Mail.Send]}");

        CheckReport report = check("tenants.lab");
        lab.directory().put("", world);

        CheckReport.Step step = step(report, "tenants.lab", "credential");
        assertThat(report.ok()).isTrue();
        assertThat(step.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(step.diagnosis()).isEmpty();
        assertThat(step.text())
                .contains("`expires: 2027-06-30`")
                .contains("Graph's application permission Application.Read.All");
    }

    @Test
    void whoDoesNotWantEntraToBeAskedIsObeyed() throws Exception {
        yaml =
                yaml.replace(
                        "credential: {secret: lab-secret}",
                        "credential: {secret: lab-secret}\n    expiry-from-graph: false");

        assertThat(step(check("tenants.lab"), "tenants.lab", "credential").text())
                .isEqualTo(
                        "client secret; the settings do not say when it ends (`expires: 2027-06-30` beside it)");
    }

    @Test
    void nothingIsTakenFromMailboxesNorSent() throws Exception {
        lab.mail().store().deliver("razr@example.cz", MessageSource.generated(1, 600));
        lab.mail().store().deliver("faktury@example.cz", MessageSource.generated(2, 600));
        long sent = lab.outbox().total();

        CheckReport report = check();

        assertThat(step(report, "collect.requests", "mailbox").text()).contains("1 messages");
        for (String mailbox : List.of("razr@example.cz", "faktury@example.cz")) {
            List<Message> left = lab.mail().store().mailbox(mailbox).inbox().messages();
            assertThat(left).hasSize(1);
            assertThat(left.getFirst().flags()).doesNotContain(Flag.SEEN, Flag.DELETED);
        }
        assertThat(lab.outbox().total()).isEqualTo(sent);
    }

    @Test
    void namesNarrowIt() throws Exception {
        assertThat(check("requests", "destinations.hve").entries())
                .extracting(CheckReport.Entry::name)
                .containsExactly("collect.requests", "destinations.hve");
        assertThatThrownBy(() -> check("requestz"))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("no entry 'requestz'")
                .hasMessageContaining("collect.requests");
    }

    @Test
    void testMessageIsSentByEachWayThatKnowsItsSender() throws Exception {
        yaml =
                yaml.replace("{acs-smtp: {", "{acs-smtp: {mail-from: noreply@example.cz, ")
                        .replace("{acs: {", "{acs: {mail-from: noreply@example.cz, ");
        long before = lab.outbox().total();

        CheckReport report =
                check(
                        new CheckOrder(
                                List.of("exchange", "acs", "acs-smtp", "graph", "hve"),
                                Optional.of("razr@example.cz"),
                                Optional.empty()));

        assertThat(report.entries())
                .allSatisfy(entry ->
                        assertThat(step(report, entry.name(), "test message").verdict())
                                .as(entry.toString())
                                .isEqualTo(Verdict.FINE));
        assertThat(lab.outbox().total()).isEqualTo(before + 5);
        assertThat(
                        lab.outbox().messages().stream()
                                .skip(before)
                                .map(one -> one.way().server())
                                .distinct())
                .containsExactlyInAnyOrder(
                        Outbox.Server.EXCHANGE,
                        Outbox.Server.ACS,
                        Outbox.Server.ACS_SMTP,
                        Outbox.Server.GRAPH,
                        Outbox.Server.HVE);
    }

    @Test
    void listenersOfTheRunningServiceAreTriedByAStranger() throws Exception {
        try (RunningGateway _ = RunningGateway.start(folder, yaml, InstantSource.system());
                var _ = ServiceSocket.open(folder.resolve("data/control.sock"), Map.of())) {
            CheckReport report = check();

            CheckReport.Entry listener =
                    report.entries().stream()
                            .filter(entry -> entry.name().startsWith("relay.listeners"))
                            .findFirst()
                            .orElseThrow();
            assertThat(step(report, listener.name(), "port").text())
                    .contains("held by the running service");
            assertThat(step(report, listener.name(), "open relay").text())
                    .startsWith("a stranger is told: 5");
            assertThat(step(report, "api", "port").text()).contains("held by the running service");
            assertThat(report.ok()).isTrue();
        }
    }

    @Test
    void certificateOfAServerThatEndsSoonIsAWarning() throws Exception {
        InstantSource soon =
                InstantSource.offset(InstantSource.system(), Duration.ofDays(GOOD_DAYS - 5));

        CheckReport report =
                check(new CheckOrder(List.of("onprem"), Optional.empty(), Optional.empty()), soon);

        CheckReport.Step step = step(report, "destinations.onprem", "TLS");
        assertThat(step.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(step.diagnosis().orElseThrow().code()).isEqualTo("tls-ending");
        assertThat(report.ok()).isTrue();
    }

    @Test
    void portThatAnotherProgramHoldsIsTold() throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            yaml =
                    yaml.replaceFirst(
                            "api: .*",
                            "api: {listen: \"127.0.0.1:%d\"}".formatted(held.getLocalPort()));

            CheckReport report = check("api");

            CheckReport.Diagnosis diagnosis = step(report, "api", "port").diagnosis().orElseThrow();
            assertThat(diagnosis.code()).isEqualTo("port");
            assertThat(diagnosis.causes().getFirst().mends().getFirst().command())
                    .isEqualTo("ss -ltnp 'sport = :%d'".formatted(held.getLocalPort()));
            assertThat(report.ok()).isFalse();
        }
    }

    @Test
    void secretThatOthersCanReadIsAWarning() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "lab-secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        yaml = yaml.replace("secret: lab-secret", "secret: \"${file:" + secret + "}\"");

        CheckReport report = check("data");

        CheckReport.Step step = step(report, "data", "secret files");
        assertThat(step.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(step.diagnosis().orElseThrow().causes().getFirst().mends().getFirst().command())
                .isEqualTo("chmod go-rwx '" + secret + "'");
        assertThat(report.ok()).isTrue();
    }

    @Test
    void serverThatSaysNothingIsNotWaitedForWithoutEnd() throws Exception {
        lab.mail().faults().add("stall protocol=imap command=AUTHENTICATE time=2m");
        try {
            CheckReport report = check("requests");

            assertThat(step(report, "collect.requests", "sign-in").verdict())
                    .isEqualTo(Verdict.FAILED);
            assertThat(report.millis()).isLessThan(Duration.ofSeconds(30).toMillis());
        } finally {
            lab.mail().faults().clear();
        }
    }
}
