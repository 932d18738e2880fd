package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.postern.protocol.script.ScriptedServer;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A message of the greatest size Exchange Online knows, in the memory of a small one.
@Tag("slow") // 150 MiB take their time
class LargeMessageTest {

    private static final int MIB = 1024 * 1024;
    private static final long SIZE = 150L * MIB;

    @Test
    void aMessageOf150MibPassesThroughWithoutBeingHeld() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LargeMessageTest::serve);
                ImapClient imap =
                        ImapClient.connect(
                                new Endpoint("127.0.0.1", server.port(), Security.NONE),
                                SSLContext.getDefault(),
                                Deadlines.USUAL,
                                Dialogue.UNHEARD)) {
            Counting counting = new Counting();
            long before = allocated();
            FetchOutcome outcome = imap.fetch(UidSet.of(7), counting).await();
            long allocated = allocated() - before;

            assertThat(outcome.arrived()).isEqualTo(UidSet.of(7));
            assertThat(counting.octets).isEqualTo(SIZE);
            assertThat(allocated).isLessThan(4 * MIB);
        }
    }

    private static final class Counting implements BodyReceiver {

        private long octets;

        @Override
        public Sink begin(long announced) {
            assertThat(announced).isEqualTo(SIZE);
            return (_, _, count) -> octets += count;
        }

        @Override
        public void end(Fetched fetched) {}
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static void serve(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        say(out, "* PREAUTH ready\r\n");
        while (client.getInputStream().read() != '\n') {}
        say(out, "* 1 FETCH (UID 7 BODY[] {" + SIZE + "}\r\n");
        byte[] block = new byte[MIB];
        Arrays.fill(block, (byte) 'x');
        for (long sent = 0; sent < SIZE; sent += block.length) {
            out.write(block);
        }
        say(out, ")\r\nA1 OK done\r\n");
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
