package dev.postern.app;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.DemoReport;
import dev.postern.control.Narrator;
import dev.postern.control.UnusableException;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Shows what Postern does: Microsoft 365 in a box, a gateway and an application, in one process.
///
/// It is the product itself that runs here, with a settings file like anybody's; only the other
/// side is played.
final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SCAN_OCTETS = 40_000;
    private static final String IMAP_MAILBOX = "razr@example.cz";
    private static final String POP3_MAILBOX = "faktury@example.cz";

    private final Narrator narrator;
    private final RandomGenerator random;
    private final List<DemoReport.Step> steps = new ArrayList<>();

    Demo(Narrator narrator, RandomGenerator random) {
        this.narrator = narrator;
        this.random = random;
    }

    DemoReport run(boolean once) throws IOException, InterruptedException {
        LogSetup.apply(false, "error");
        Path folder = Files.createTempDirectory("postern-demo-");
        try (Lab lab = Lab.start(LabSettings.free(folder));
                DemoApplication application = new DemoApplication()) {
            fill(lab);
            DemoRelay relay = DemoRelay.onFreePorts();
            DemoProxy proxy = DemoProxy.onAFreePort();
            Settings settings =
                    settings(
                            folder,
                            DemoYaml.of(
                                    lab.started(),
                                    relay,
                                    proxy,
                                    application.url(),
                                    DemoApplication.SECRET));
            DemoProxy.account(settings.data(), environment());
            String accessKey =
                    DemoRelay.account(settings.data(), environment()).accessKey().orElseThrow();
            try (Gateway gateway = Gateway.open(settings, environment())) {
                gateway.start();
                examine(settings);
                follow(gateway, lab, application, folder);
                relay(gateway, lab, relay, accessKey);
                proxy(lab, proxy);
                if (!once) {
                    stayOpen(lab, folder);
                }
            }
        } finally {
            if (once) {
                Folders.delete(folder);
            }
        }
        return summary();
    }

    private void fill(Lab lab) throws IOException {
        DemoMail.requests().forEach(message -> lab.mail().store().deliver(IMAP_MAILBOX, message));
        long unreadable =
                lab.mail().store().deliver(IMAP_MAILBOX, MessageSource.generated(9, 2000));
        lab.mail()
                .faults()
                .add("bad-argument mailbox=%s uid=%d".formatted(IMAP_MAILBOX, unreadable));
        DemoMail.invoices().forEach(message -> lab.mail().store().deliver(POP3_MAILBOX, message));
        step(
                "lab",
                true,
                "Microsoft 365 in a box: tokens at %s, IMAP at %s with 8 messages for %s, POP3 at %s with 5 for %s. No password opens either."
                        .formatted(
                                lab.started().authority(),
                                lab.started().imap(),
                                IMAP_MAILBOX,
                                lab.started().pop3(),
                                POP3_MAILBOX));
    }

    private Settings settings(Path folder, String yaml) throws IOException {
        Path file = folder.resolve("postern.yaml");
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(file, yaml);
        Settings settings =
                switch (Configuration.load(file)) {
                    case Configuration.Valid(Settings valid, _) -> valid;
                    case Configuration.Invalid invalid ->
                            throw new UnusableException(invalid.report());
                };
        step("settings", true, "An ordinary settings file: " + file);
        return settings;
    }

    private Gateway.Environment environment() {
        return new Gateway.Environment(
                new DemoStory(narrator),
                InstantSource.system(),
                new SteadyClock(InstantSource.system()),
                random,
                Map.of(),
                CrashPoint.NONE,
                TimeLimits.USUAL);
    }

    /// One entry is wrong on purpose, and the doctor must find it and nothing else.
    private void examine(Settings settings) throws IOException, InterruptedException {
        CheckReport report = Examination.of(settings, CheckOrder.ALL, true, environment());
        List<String> wrong =
                report.entries().stream()
                        .filter(entry -> entry.verdict() == CheckReport.Verdict.FAILED)
                        .map(CheckReport.Entry::name)
                        .toList();
        step(
                "check",
                wrong.equals(List.of("destinations.old-relay")),
                "postern check walked the chains of %d entries beside the running service, in %.1f s. All are well but %s, where nobody listens any more."
                        .formatted(
                                report.entries().size(),
                                report.millis() / 1000.0,
                                String.join(", ", wrong)));
    }

    private void follow(Gateway gateway, Lab lab, DemoApplication application, Path folder)
            throws IOException, InterruptedException {
        boolean token =
                until(() ->
                        gateway.tokens().status().stream()
                                .anyMatch(one -> one.expires().isPresent()));
        step(
                "token",
                token,
                "One token for both mailboxes, by client id and secret (client credentials).");
        boolean collected =
                until(() ->
                        inbox(lab, POP3_MAILBOX).isEmpty() && inbox(lab, IMAP_MAILBOX).size() == 1);
        step(
                "collect",
                collected,
                "Signed in by XOAUTH2 and took every message that could be had: 7 by IMAP, one of 30 MB, one malformed; 5 by POP3. Each was committed here before the server was told to delete it.");
        Path inbox = folder.resolve("inbox");
        boolean handed =
                until(() -> DemoCheck.files(inbox).size() == 7 && application.taken().size() == 4);
        step(
                "hand over",
                handed,
                "7 messages in the folder, 4 taken by the webhook, whose requests are signed.");
        boolean whole = DemoCheck.sameBytes(inbox, DemoMail.requests());
        step(
                "byte for byte",
                whole && !application.forged(),
                "Every file has the octets that were sent; every signature was genuine.");
        boolean parked = until(() -> parked(gateway).size() == 2);
        step(
                "parked",
                parked,
                "Two messages wait for a person and hold up nothing: one that Exchange cannot deliver (BAD Command Argument Error. 11; it is still in its mailbox), one that the application refused (422).");
        boolean idle = newMail(lab, inbox);
        step(
                "idle",
                idle,
                "A message that arrived later was handed over at once: the server said so (IMAP IDLE).");
        step(
                "exactly once",
                DemoCheck.files(inbox).size() == 8
                        && Set.copyOf(application.taken()).size() == application.taken().size(),
                "No message came twice.");
    }

    private void relay(Gateway gateway, Lab lab, DemoRelay relay, String accessKey)
            throws IOException, InterruptedException {
        String refused = DemoRelay.directly(lab);
        step(
                "a password alone",
                refused.contains("5.7.30"),
                "A printer that knows a password and nothing else signs in to Exchange itself: "
                        + refused);
        byte[] scan = new byte[SCAN_OCTETS];
        random.nextBytes(scan);
        boolean taken = relay.scan(scan, random, InstantSource.system().instant());
        boolean sent = until(() -> DemoRelay.arrived(lab, DemoRelay.OFFICE).size() == 1);
        step(
                "printer",
                taken
                        && sent
                        && DemoRelay.holds(
                                DemoRelay.arrived(lab, DemoRelay.OFFICE).getFirst(), scan),
                "The same password at Postern: its scan went on by XOAUTH2, octet for octet, in the name of a sender that it may use; its own address is where answers go.");
        int status = relay.call(accessKey, InstantSource.system().instant());
        boolean called = until(() -> DemoRelay.arrived(lab, DemoRelay.TEAM).size() == 1);
        step(
                "playbook",
                status == 202
                        && called
                        && DemoRelay.arrived(lab, DemoRelay.TEAM).getFirst().way().server()
                                == Outbox.Server.ACS,
                "A playbook that calls Azure Communication Services called Postern instead: only its connection string was changed.");
        boolean passed = until(() -> deliveredByTheNextWay(gateway));
        step(
                "one way down",
                passed,
                "The first of its ways, an old relay, was down; the next, Azure Communication Services, took over.");
    }

    private void proxy(Lab lab, DemoProxy proxy) throws IOException {
        MessageSource source = DemoMail.requests().getFirst();
        lab.mail().store().deliver(DemoProxy.MAILBOX, source);
        byte[] message;
        try (InputStream in = source.open()) {
            message = in.readAllBytes();
        }
        String refused = DemoProxy.directly(lab);
        step(
                "an old client",
                refused.startsWith("a NO") && Arrays.equals(proxy.read(), message),
                "An IMAP client that knows a password is refused by Exchange ("
                        + refused
                        + ") and reads the mailbox through Postern, which checks the password and signs in by XOAUTH2.");
    }

    private static boolean deliveredByTheNextWay(Gateway gateway) throws IOException {
        return gateway
                .desk()
                .list(QueueDesk.Filter.of(Set.of(DeliveryState.DELIVERED), 100))
                .stream()
                .anyMatch(one -> one.destination().equals("acs") && one.attempts() > 1);
    }

    private boolean newMail(Lab lab, Path inbox) throws IOException, InterruptedException {
        lab.mail().store().deliver(IMAP_MAILBOX, MessageSource.generated(11, 3000));
        return until(() -> DemoCheck.files(inbox).size() == 8);
    }

    private static List<Message> inbox(Lab lab, String mailbox) {
        return lab.mail().store().mailbox(mailbox).inbox().messages();
    }

    private static List<QueueDesk.Delivery> parked(Gateway gateway) throws IOException {
        return gateway.desk().list(QueueDesk.Filter.of(Set.of(DeliveryState.PARKED), 10));
    }

    /// A question whose answer may take a while to become yes.
    @FunctionalInterface
    private interface Question {
        boolean answer() throws IOException;
    }

    private static boolean until(Question question) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long turns = PATIENCE.toMillis() / 20;
        for (long turn = 0; turn < turns; turn++) {
            if (question.answer()) {
                return true;
            }
            boolean _ = never.await(20, TimeUnit.MILLISECONDS);
        }
        return question.answer();
    }

    private void stayOpen(Lab lab, Path folder) throws InterruptedException {
        narrator.say("");
        narrator.say("The demo stays open; end it with Ctrl-C. Everything is in " + folder);
        narrator.say(
                "Send a message:   curl -sS -T message.eml "
                        + lab.started().control()
                        + "/mailboxes/"
                        + IMAP_MAILBOX
                        + "/messages");
        narrator.say(
                "Look at the queue: ./postern queue list --state any -c "
                        + folder.resolve("postern.yaml"));
        new CountDownLatch(1).await();
    }

    private void step(String name, boolean ok, String detail) {
        steps.add(new DemoReport.Step(name, ok, detail));
        narrator.say((ok ? "✓ " : "✗ ") + name + ": " + detail);
    }

    private DemoReport summary() {
        boolean ok = steps.stream().allMatch(DemoReport.Step::ok);
        narrator.say("");
        narrator.say(
                ok
                        ? "All went well: %d steps. Every message is where it belongs, once."
                                .formatted(steps.size())
                        : "Not all went well: see the steps with ✗.");
        return new DemoReport(ok, steps);
    }
}
