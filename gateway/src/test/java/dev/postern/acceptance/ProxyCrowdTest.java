package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.submission.Client;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands who connect and say nothing, or an octet now and then, and one who wants its mail.
@Tag("slow")
class ProxyCrowdTest {

    private static final int CONNECTIONS = 5000;

    /// Both ends of each connection are in this process.
    private static final int DESCRIPTORS = 2 * CONNECTIONS + 1000;

    /// Every so many of them says something.
    private static final int TALKATIVE = 3;

    private static final Duration NOW_AND_THEN = Duration.ofMillis(200);

    @TempDir private Path folder;

    @Test
    void thousandsThatDoNotSignInDoNotDelayTheOneThatDoes() throws Exception {
        assumeTrue(descriptors() >= DESCRIPTORS, "too few file descriptors");
        try (ProxyScene scene =
                        new ProxyScene(folder, ", limits: {sessions: 10000, per-address: 10000}");
                Crowd crowd = new Crowd();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.lab.mail().store().deliver(ProxyScene.MAILBOX, MessageSource.generated(1, 3000));
            Duration alone = readMail(scene);
            crowd.connect(scene.port);
            CountDownLatch read = new CountDownLatch(1);
            Future<Integer> rounds = threads.submit(() -> crowd.drip(read));
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

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 0;
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

    /// Connections that come to nothing. Used by one thread after another.
    private static final class Crowd implements AutoCloseable {

        private final List<SocketChannel> channels = new ArrayList<>(CONNECTIONS);
        private final ByteBuffer heard = ByteBuffer.allocate(1024);

        /// Each is greeted, and so is a session.
        void connect(int port) throws IOException {
            InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int number = 0; number < CONNECTIONS; number++) {
                SocketChannel channel = SocketChannel.open(proxy);
                channels.add(channel);
                channel.read(heard.clear());
                assertThat(StandardCharsets.US_ASCII.decode(heard.flip()).toString())
                        .startsWith("* OK");
                channel.configureBlocking(false);
            }
        }

        /// @return how many octets each that talks has said
        int drip(CountDownLatch end) throws IOException, InterruptedException {
            int rounds = 0;
            do {
                for (int number = 0; number < channels.size(); number += TALKATIVE) {
                    channels.get(number).write(ByteBuffer.wrap(new byte[] {'a'}));
                }
                rounds++;
            } while (!end.await(NOW_AND_THEN.toMillis(), TimeUnit.MILLISECONDS));
            return rounds;
        }

        /// How many have neither been sent away nor told anything more.
        int left() throws IOException {
            int left = 0;
            for (SocketChannel channel : channels) {
                left += channel.read(heard.clear()) == 0 ? 1 : 0;
            }
            return left;
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
