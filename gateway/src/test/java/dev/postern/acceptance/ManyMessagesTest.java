package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.lab.mail.Outbox;
import dev.postern.submission.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand messages through the whole gateway, the way out being away for an hour at first.
@Tag("acceptance")
@Tag("slow")
class ManyMessagesTest {

    private static final int DEVICES = 4;
    private static final int OF_EACH = 2_500;
    private static final int ALL = DEVICES * OF_EACH;
    private static final String FLOOD = "flood@example.cz";
    private static final RelayScene.Plan PLAN =
            new RelayScene.Plan(
                    "[{to: host}]",
                    """
                    host:
                      smart-host: {host: 127.0.0.1, port: {smart-host-port}, tls: none}
                      connections: 1
                      retry: {first: 1m, longest: 10m}
                    """);

    /// The claims that a lane has in hand or ready when somebody new comes, with some to spare.
    private static final int A_FEW = 50;

    @TempDir Path folder;

    @Test
    void messagesOfAnHoursOutageGoOutOnceInOrderOfAgeAndALoneMessageIsNotBehindThem()
            throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN);
                Client loner = scene.trusted()) {
            long away = scene.lab.mail().faults().add("drop protocol=smart-host command=CONNECT");
            flood(scene);
            int attempts = waitAnHour(scene);
            assertThat(attempts).as("attempts in an hour and a half").isBetween(5, 25);
            assertThat(scene.outbox()).isEmpty();

            boolean _ = scene.lab.mail().faults().remove(away);
            scene.lab.clock().advance(Duration.ofMinutes(11));
            scene.gateway.await("they begin to flow", () -> scene.outbox().size() > ALL / 10);
            loner.send("loner@example.cz", "lone@contoso.com");
            int before = scene.outbox().size();
            assertThat(before).as("the flood is still under way").isLessThan(ALL * 9 / 10);

            for (int i = 1; i <= 10; i++) {
                int some = ALL / 10 * i + i / 10;
                scene.gateway.await(
                        some + " have arrived",
                        () -> {
                            scene.lab.clock().advance(Duration.ofSeconds(1));
                            return scene.outbox().size() >= some;
                        });
            }
            List<String> arrived = recipients(scene.outbox());
            assertThat(arrived).hasSize(ALL + 1).doesNotHaveDuplicates();
            assertThat(arrived.indexOf("lone@contoso.com")).isLessThan(before + A_FEW);
            assertInOrderOfAge(arrived);
        }
    }

    /// Several devices at once send for one sender, each in a session that is kept.
    private static void flood(RelayScene scene) throws Exception {
        List<Callable<Void>> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            int number = i;
            devices.add(() -> {
                try (Client device = scene.trusted()) {
                    for (int j = 0; j < OF_EACH; j++) {
                        hand(device, "%d.%05d@contoso.com".formatted(number, j));
                    }
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> device : threads.invokeAll(devices)) {
                device.get();
            }
        }
    }

    /// All commands at once (RFC 2920).
    private static void hand(Client device, String to) throws IOException {
        device.say("MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA".formatted(FLOOD, to));
        device.hear("250");
        device.hear("250");
        device.hear("354");
        device.ask("From: " + FLOOD + "\r\nSubject: flood\r\n\r\nHello\r\n.", "250 2.0.0");
    }

    /// @return how often it was tried
    private static int waitAnHour(RelayScene scene) throws Exception {
        for (int i = 0; i < 9; i++) {
            int before = attempts(scene);
            scene.lab.clock().advance(Duration.ofMinutes(10));
            scene.gateway.await("it was tried again", () -> attempts(scene) > before);
        }
        return attempts(scene);
    }

    private static int attempts(RelayScene scene) {
        return scene.gateway.events(Event.HandOverDeferred.class).size();
    }

    private static List<String> recipients(List<Outbox.Accepted> messages) {
        return messages.stream().map(one -> one.envelope().addresses().getFirst()).toList();
    }

    private static void assertInOrderOfAge(List<String> arrived) {
        Map<Character, List<String>> byDevice = new HashMap<>();
        arrived.stream()
                .filter(one -> Character.isDigit(one.charAt(0)))
                .forEach(one ->
                        byDevice.computeIfAbsent(one.charAt(0), _ -> new ArrayList<>()).add(one));
        assertThat(byDevice).hasSize(DEVICES);
        assertThat(byDevice.values()).allSatisfy(own -> assertThat(own).isSorted());
    }
}
