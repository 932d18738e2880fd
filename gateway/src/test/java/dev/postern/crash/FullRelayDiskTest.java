package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.submission.Client;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk of the relay's queue fills up while devices send. Needs the right to mount.
@Tag("crash")
class FullRelayDiskTest {

    private static final int MANY = 2_000;
    private static final String BODY = "x".repeat(900).concat("\r\n").repeat(200);

    @TempDir private Path folder;

    @Test
    void fullDiskIsSaidToWhoeverSendsAndWhatWasTakenArrivesWhenThereIsSpace() throws Exception {
        try (RelayHouse house = new RelayHouse(folder);
                var _ = Mount.on(folder.resolve("data"), "size=192m");
                PosternProcess service = house.service()) {
            house.sink.away(true);
            List<String> taken = new ArrayList<>();

            assertThat(sendUntilRefused(house, taken)).startsWith("452 4.3.1");
            assertThat(taken).isNotEmpty();
            assertThat(service.says("ALARM queue space")).isTrue();
            try (Client device = device(house)) {
                assertThat(send(device, 0)).as("in a new session").startsWith("452 4.3.1");
            }

            house.sink.away(false);
            Household.await("all arrive", () -> ids(house).containsAll(taken));
            goesOnByItself(house, service);
        }
    }

    @Test
    void whileLessIsLeftThanIsKeptFreeEveryDoorSaysSo() throws Exception {
        try (RelayHouse house = new RelayHouse(folder);
                var _ = Mount.on(folder.resolve("data"), "size=192m");
                PosternProcess service = house.service()) {
            Path ballast = folder.resolve("data/ballast");
            FullDiskTest.fill(ballast);
            assertThat(service.says("ALARM queue space")).isTrue();

            try (Client device = device(house)) {
                assertThat(send(device, 1)).startsWith("452 4.3.1");
                assertThat(send(device, 2)).as("in the same session").startsWith("452 4.3.1");
            }
            HttpResponse<String> answer = house.post("a@contoso.com", RelayHouse.text(letter(3)));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("4.3.1");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();

            Files.delete(ballast);
            goesOnByItself(house, service);
            assertThat(ids(house)).hasSize(2).doesNotHaveDuplicates();
        }
    }

    private static void goesOnByItself(RelayHouse house, PosternProcess service) throws Exception {
        Household.await(
                "it takes mail again",
                () -> {
                    try (Client device = device(house)) {
                        return send(device, MANY).startsWith("250");
                    }
                });
        assertThat(service.says("alarm over: queue space")).isTrue();
        assertThat(house.post("a@contoso.com", RelayHouse.text(letter(MANY + 1))).statusCode())
                .isEqualTo(202);
        Household.await(
                "that arrives, too", () -> ids(house).containsAll(List.of(id(MANY), id(MANY + 1))));
    }

    private static List<String> ids(RelayHouse house) {
        return house.sink.taken().stream().map(SmtpSink.Taken::messageId).toList();
    }

    private static Client device(RelayHouse house) throws IOException {
        Client device = new Client(house.port);
        device.hear("220");
        device.ask("EHLO device", "250");
        return device;
    }

    /// @return the last reply
    private static String sendUntilRefused(RelayHouse house, List<String> taken)
            throws IOException {
        try (Client device = device(house)) {
            for (int i = 1; i < MANY; i++) {
                String reply = send(device, i);
                if (!reply.startsWith("250")) {
                    return reply;
                }
                taken.add(id(i));
            }
        }
        throw new AssertionError("the disk has room for everything");
    }

    /// @return the first reply that is not what is hoped for, or the last
    private static String send(Client device, int number) throws IOException {
        String mail = device.ask("MAIL FROM:<device@example.cz>", "");
        if (!mail.startsWith("250")) {
            return mail;
        }
        device.ask("RCPT TO:<a@contoso.com>", "250");
        device.ask("DATA", "354");
        return device.ask(letter(number) + ".", "");
    }

    private static String id(int number) {
        return "<" + number + "@example.cz>";
    }

    private static String letter(int number) {
        return "From: device@example.cz\r\nMessage-ID: " + id(number) + "\r\n\r\n" + BODY;
    }
}
