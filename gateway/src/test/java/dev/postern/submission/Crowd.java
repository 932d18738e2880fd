package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Thousands of connections that come to nothing. Used by one thread after another.
public final class Crowd implements AutoCloseable {

    /// Every so many of them says something.
    private static final int TALKATIVE = 3;

    private static final Duration NOW_AND_THEN = Duration.ofMillis(200);

    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer heard = ByteBuffer.allocate(1024);

    /// How many connections and files this process may have.
    public static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 0;
    }

    /// Each waits for its greeting, and so is a session.
    ///
    /// @param greeting a pattern; empty to wait for none
    public void connect(int port, int count, String greeting) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int number = 0; number < count; number++) {
            SocketChannel channel = SocketChannel.open(server);
            channels.add(channel);
            if (!greeting.isEmpty()) {
                channel.read(heard.clear());
                assertThat(StandardCharsets.US_ASCII.decode(heard.flip()).toString().strip())
                        .matches(greeting);
            }
            channel.configureBlocking(false);
        }
    }

    /// Each says the next of these, in turn; one whom nobody hears any more is passed over.
    public void say(String... beginnings) {
        for (int number = 0; number < channels.size(); number++) {
            say(number, beginnings[number % beginnings.length]);
        }
    }

    /// Some of them say an octet now and then, until the end.
    ///
    /// @return how many octets each that talks has said
    public int drip(char octet, CountDownLatch end) throws InterruptedException {
        int rounds = 0;
        do {
            for (int number = 0; number < channels.size(); number += TALKATIVE) {
                say(number, String.valueOf(octet));
            }
            rounds++;
        } while (!end.await(NOW_AND_THEN.toMillis(), TimeUnit.MILLISECONDS));
        return rounds;
    }

    private void say(int number, String text) {
        try {
            channels.get(number).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException _) {
            // It was sent away, as may be.
        }
    }

    /// How many have neither been sent away nor told anything more.
    public int left() {
        int left = 0;
        for (SocketChannel channel : channels) {
            try {
                left += channel.read(heard.clear()) == 0 ? 1 : 0;
            } catch (IOException _) {
                // It was sent away.
            }
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
