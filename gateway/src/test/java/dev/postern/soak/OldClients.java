package dev.postern.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Mail programs that know no OAuth 2, and stay signed in through the proxy.
final class OldClients {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);
    private static final int LOOKS_MAX = 60;

    private final Service service;
    private final Readings readings;
    private final Diary diary;

    OldClients(Service service, Readings readings, Diary diary) {
        this.service = service;
        this.readings = readings;
        this.diary = diary;
    }

    /// One client, until it is interrupted.
    void run(String mailbox, RandomGenerator random) throws InterruptedException {
        while (true) {
            try (Wire wire = new Wire(service.proxyPort())) {
                use(wire, mailbox, 1 + random.nextInt(LOOKS_MAX));
            } catch (IOException e) {
                Thread.sleep(AFTER_TROUBLE);
                diary.unwell("old client", e);
            }
        }
    }

    private void use(Wire wire, String mailbox, int looks)
            throws IOException, InterruptedException {
        Map.Entry<String, String> account = service.account(Service.CLIENTS);
        wire.hear("* OK", "*");
        ask(wire, "LOGIN %s/%s \"%s\"".formatted(account.getKey(), mailbox, account.getValue()));
        ask(wire, "SELECT INBOX");
        for (int i = 0; i < looks; i++) {
            wire.say("b IDLE");
            wire.hear("+", "b ");
            Thread.sleep(LOOK_EVERY);
            wire.say("DONE");
            wire.hear("b OK", "b ");
            long begun = System.nanoTime();
            ask(wire, "NOOP");
            readings.proxy.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        ask(wire, "LOGOUT");
    }

    private static void ask(Wire wire, String command) throws IOException {
        wire.say("b " + command);
        wire.hear("b OK", "b ");
    }
}
