package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.lab.mail.store.MessageSource;
import dev.postern.submission.Client;
import dev.postern.submission.Crowd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands who connect and say nothing, or an octet now and then, and one who wants its mail.
@Tag("slow")
class ProxyCrowdTest {

    private static final int CONNECTIONS = 5000;

    /// Both ends of each connection are in this process.
    private static final int DESCRIPTORS = 2 * CONNECTIONS + 1000;

    @TempDir private Path folder;

    @Test
    void thousandsThatDoNotSignInDoNotDelayTheOneThatDoes() throws Exception {
        assumeTrue(Crowd.descriptors() >= DESCRIPTORS, "too few file descriptors");
        try (ProxyScene scene =
                        new ProxyScene(folder, ", limits: {sessions: 10000, per-address: 10000}");
                Crowd crowd = new Crowd();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.lab.mail().store().deliver(ProxyScene.MAILBOX, MessageSource.generated(1, 3000));
            Duration alone = readMail(scene);
            crowd.connect(scene.port, CONNECTIONS, "\\* OK .*");
            CountDownLatch read = new CountDownLatch(1);
            Future<Integer> rounds = threads.submit(() -> crowd.drip('a', read));
            Duration amidst;
            try {
                amidst = readMail(scene);
            } finally {
                read.countDown();
            }

            assertThat(rounds.get()).isPositive();
            assertThat(crowd.left()).isEqualTo(CONNECTIONS);
            assertThat(amidst).isLessThan(alone.multipliedBy(2).plusSeconds(1));
        }
    }

    private static Duration readMail(ProxyScene scene) throws IOException {
        long start = System.nanoTime();
        try (Client client = scene.signedIn()) {
            client.say("a SELECT INBOX");
            client.until("a OK");
            client.say("b FETCH 1 BODY.PEEK[]");
            client.until("b OK");
            client.say("c LOGOUT");
            client.until("c OK");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
