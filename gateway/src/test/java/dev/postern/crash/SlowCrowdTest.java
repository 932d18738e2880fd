package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.submission.Client;
import dev.postern.submission.Crowd;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands from one address who connect and say next to nothing, at the submission and at the
/// HTTP API of a Postern as it is installed, and one who has a message to send.
@Tag("crash")
class SlowCrowdTest {

    private static final int CONNECTIONS = 5000;

    /// Of the API's more would be another test of the JDK's server: it knows no bound for an
    /// address.
    private static final int API_CONNECTIONS = 1000;

    private static final int DESCRIPTORS = CONNECTIONS + 1000;

    @TempDir private Path folder;

    /// Sends a message.
    private interface Sending {
        void run() throws Exception;
    }

    @Test
    void thousandsThatSayLittleDoNotKeepTheOneOutThatHasAMessage() throws Exception {
        assumeTrue(Crowd.descriptors() >= DESCRIPTORS, "too few file descriptors");
        try (RelayHouse house = new RelayHouse(folder);
                PosternProcess service = house.service("-Xmx384m")) {
            try (Crowd crowd = new Crowd()) {
                submit(house);
                crowd.connect(house.port, CONNECTIONS, "220 .*|421 4\\.7\\.0 .*");
                crowd.say("", "E", "EHLO a\r\nMAIL FROM:<a@example.cz>\r\nRCPT TO:<");
                amidst(crowd, () -> submit(house));
                assertThat(crowd.left()).as("sessions of one address").isBetween(1, 100);
            }
            try (Crowd crowd = new Crowd()) {
                post(house);
                crowd.connect(house.apiPort, API_CONNECTIONS, "");
                crowd.say(
                        "",
                        "POST /messages HTTP/1.1\r\nHost: x\r\nX: ",
                        "POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n",
                        "POST /emails:send?api-version=1 HTTP/1.1\r\nHost: x\r\n"
                                + "Content-Length: 99999\r\n\r\n{",
                        "POST /emails:send?api-version=1 HTTP/1.1\r\nHost: x\r\n"
                                + "Authorization: Basic eDp4\r\nContent-Length: 99999\r\n\r\n{");
                amidst(crowd, () -> post(house));
                assertThat(crowd.left()).isPositive();
            }
            Household.await("all arrive", () -> house.sink.taken().size() == 4);
            assertThat(service.err()).doesNotContain("OutOfMemory", "ALARM");
        }
    }

    private static void amidst(Crowd crowd, Sending sending) throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> rounds = threads.submit(() -> crowd.drip(' ', sent));
            try {
                sending.run();
            } finally {
                sent.countDown();
            }
            assertThat(rounds.get()).isPositive();
        }
    }

    /// An address beside that of the crowd.
    private static InetAddress elsewhere() throws IOException {
        return InetAddress.getByName("127.0.0.2");
    }

    private static void submit(RelayHouse house) throws IOException {
        try (Client device = new Client(house.port, elsewhere())) {
            device.hear("220");
            device.ask("EHLO device", "250");
            device.send("device@example.cz", "a@contoso.com");
        }
    }

    private static void post(RelayHouse house) throws Exception {
        assertThat(
                        house.post(
                                        elsewhere(),
                                        "a@contoso.com",
                                        RelayHouse.text("Subject: x\r\n\r\nx\r\n"))
                                .statusCode())
                .isEqualTo(202);
    }
}
