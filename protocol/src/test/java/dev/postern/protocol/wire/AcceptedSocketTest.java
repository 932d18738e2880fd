package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceptedSocketTest {

    @Test
    void timeoutOfWhoeverReadFromTheSocketBeforeDoesNotEndALongWait() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket accepted = listener.accept()) {
            accepted.setSoTimeout(10_000);
            AcceptedSocket socket = new AcceptedSocket(accepted, Duration.ofMinutes(1));
            client.getOutputStream().write('x');

            long due = System.nanoTime() + Duration.ofMinutes(5).toNanos();
            assertThat(socket.read(new byte[1], 0, 1, due, "to speak")).isEqualTo(1);

            assertThat(accepted.getSoTimeout()).isZero();
        }
    }
}
