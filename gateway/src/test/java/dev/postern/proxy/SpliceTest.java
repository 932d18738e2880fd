package dev.postern.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.wire.Leg;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two connections that are joined, in the clear; under TLS the whole gateway's tests do it.
class SpliceTest {

    private static final byte[] NOTHING = new byte[0];

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Buffers buffers = new Buffers(4);
    private Socket client = new Socket();
    private Socket server = new Socket();
    private Leg clientLeg = new Leg(client, client, NOTHING);
    private Leg serverLeg = new Leg(server, server, NOTHING);

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            Socket accepted = listener.accept();
            clientLeg = new Leg(accepted, accepted, ascii("a NOOP\r\n"));
            server = new Socket(listener.getInetAddress(), listener.getLocalPort());
            Socket other = listener.accept();
            serverLeg = new Leg(other, other, ascii("* 1 EXISTS\r\n"));
        }
        client.setSoTimeout(30_000);
        server.setSoTimeout(30_000);
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
        threads.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Splice splice() {
        return new Splice(
                clientLeg, serverLeg, Splice.Patience.idle(Duration.ofMinutes(45)), buffers);
    }

    private Splice splice(Duration rest) {
        Duration never = Duration.ofMinutes(45);
        return new Splice(
                clientLeg, serverLeg, new Splice.Patience(never, never, never, rest), buffers);
    }

    private static String heard(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    private void hearWhatWasUnread() throws IOException {
        assertThat(heard(server, 8)).isEqualTo("a NOOP\r\n");
        assertThat(heard(client, 12)).isEqualTo("* 1 EXISTS\r\n");
    }

    @Test
    void whatWasReadAndNotUsedComesFirst() throws Exception {
        Splice splice = splice();
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        client.getOutputStream().write(ascii("b "));
        client.getOutputStream().write(ascii("IDLE\r\n"));
        assertThat(heard(server, 8)).isEqualTo("b IDLE\r\n");
        client.close();
        server.close();

        assertThat(end.get()).isIn(Ended.CLIENT, Ended.SERVER);
        assertThat(splice.toServer()).isEqualTo(16);
        assertThat(splice.toClient()).isEqualTo(12);
    }

    @Test
    void endOfOnePeerIsPassedOnAndTheOtherMayGoOn() throws Exception {
        Future<Ended> end = threads.submit(splice()::run);
        hearWhatWasUnread();
        client.shutdownOutput();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        server.getOutputStream().write(ascii("* BYE\r\n"));
        assertThat(heard(client, 7)).isEqualTo("* BYE\r\n");
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);

        assertThat(end.get()).isEqualTo(Ended.CLIENT);
    }

    @Test
    @Tag("slow") // 300 MiB
    void bulkPassesUnchangedInBothDirectionsAtOnceAndKeepsNoBuffers() throws Exception {
        long size = 150L << 20;
        Splice splice = splice();
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        Future<?> up = threads.submit(() -> write(client, size, 1));
        Future<?> down = threads.submit(() -> write(server, size, 2));
        Future<?> upHeard = threads.submit(() -> read(server, size, 1));
        read(client, size, 2);
        for (Future<?> one : new Future<?>[] {up, down, upHeard}) {
            one.get();
        }
        client.shutdownOutput();
        server.shutdownOutput();
        end.get();

        assertThat(splice.toServer()).isEqualTo(size + 8);
        assertThat(splice.toClient()).isEqualTo(size + 12);
    }

    private static Void write(Socket socket, long size, int seed) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] block = new byte[64 * 1024];
        for (long sent = 0; sent < size; sent += block.length) {
            Arrays.fill(block, (byte) (sent / block.length * 31 + seed));
            out.write(block);
        }
        return null;
    }

    private static Void read(Socket socket, long size, int seed) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] expected = new byte[64 * 1024];
        for (long read = 0; read < size; read += expected.length) {
            Arrays.fill(expected, (byte) (read / expected.length * 31 + seed));
            assertThat(Arrays.equals(in.readNBytes(expected.length), expected)).isTrue();
        }
        return null;
    }

    @Test
    void readerThatDoesNotReadStopsItsOwnDirectionAndNotTheOther() throws Exception {
        Splice splice = splice();
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        Future<?> flood = threads.submit(() -> write(server, 64L << 20, 0));
        client.getOutputStream().write(ascii("b NOOP\r\n"));
        assertThat(heard(server, 8)).isEqualTo("b NOOP\r\n");

        assertThat(flood.isDone()).isFalse();
        // What the kernel holds for the sockets, and one buffer.
        assertThat(splice.toClient()).isLessThan(32L << 20);
        client.close();
        assertThat(end.get()).isIn(Ended.CLIENT, Ended.CLIENT_LOST);
    }

    @Test
    void sessionInWhichNothingMovesEnds() throws Exception {
        Splice splice = splice();
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        splice.cutIfOverdue(System.nanoTime() + Duration.ofMinutes(44).toNanos());
        client.getOutputStream().write(ascii("b NOOP\r\n"));
        assertThat(heard(server, 8)).isEqualTo("b NOOP\r\n");
        splice.cutIfOverdue(System.nanoTime() + Duration.ofMinutes(46).toNanos());

        assertThat(end.get()).isEqualTo(Ended.IDLE);
    }

    @Test
    @Tag("slow") // for a while nothing must happen
    void sessionInWhichTheServerOwesAnAnswerEndsWhenThatHasCome() throws Exception {
        Splice splice = splice(Duration.ofMillis(1));
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        client.getOutputStream().write(ascii(".\r\n"));
        assertThat(heard(server, 3)).isEqualTo(".\r\n");
        Future<?> retired = threads.submit(() -> splice.retire("421 bye\r\n"));
        client.setSoTimeout(300);
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(retired.isDone()).isFalse();

        client.setSoTimeout(30_000);
        server.getOutputStream().write(ascii("250 taken\r\n"));
        assertThat(heard(client, 20)).isEqualTo("250 taken\r\n421 bye\r\n");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(end.get()).isEqualTo(Ended.STOPPED);
    }

    @Test
    void clientIsToldOnceAlsoIfTheSessionHasNotBegun() throws Exception {
        Splice splice = splice(Duration.ZERO);
        splice.retire("* BYE\r\n");
        splice.retire("* BYE\r\n");

        assertThat(splice.run()).isEqualTo(Ended.STOPPED);
        assertThat(heard(client, 7)).isEqualTo("* BYE\r\n");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void waitForAnAnswerThatDoesNotComeEndsWithTheSession() throws Exception {
        Splice splice = splice(Duration.ZERO);
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        client.getOutputStream().write(ascii(".\r\n"));
        assertThat(heard(server, 3)).isEqualTo(".\r\n");
        Future<?> retired = threads.submit(() -> splice.retire("421 bye\r\n"));
        splice.cut();
        end.get();
        retired.get();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void peerThatDoesNotEndAfterTheOtherIsCutOff() throws Exception {
        Splice splice = splice();
        Future<Ended> end = threads.submit(splice::run);
        hearWhatWasUnread();
        client.shutdownOutput();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        splice.cutIfOverdue(System.nanoTime() + Duration.ofMinutes(2).toNanos());

        assertThat(end.get()).isEqualTo(Ended.CLIENT);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
}
