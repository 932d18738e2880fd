package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Much at once: big messages, many messages, many sessions.
@Tag("slow")
class ImapLoadTest {

    private static final int CHUNK = 1024 * 1024;

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @Test
    void messageLargerThanAnyHeapGoesThrough() throws IOException {
        int size = 150 * CHUNK;
        MessageSource source = MessageSource.generated(1, size);
        lab.inbox().deliver(source, lab.clock.instant(), Set.of());
        try (WireClient client = lab.select();
                InputStream expected = source.open()) {
            client.send("a FETCH 1 BODY.PEEK[]");
            assertThat(client.line()).isEqualTo("* 1 FETCH (BODY[] {" + size + "}");
            for (int chunk = 0; chunk < 150; chunk++) {
                assertThat(client.octets(CHUNK)).isEqualTo(expected.readNBytes(CHUNK));
            }
            assertThat(client.until("a ").getLast()).isEqualTo("a OK FETCH completed.");
        }
    }

    @Test
    void folderOfTenThousandIsEmptiedOneByOne() throws IOException {
        int count = 10_000;
        for (int i = 0; i < count; i++) {
            lab.deliver("message " + i);
        }
        try (WireClient client = lab.select()) {
            for (int uid = 1; uid <= count; uid++) {
                client.raw(
                        """
                        a UID FETCH %d BODY.PEEK[]\r
                        b UID STORE %d +FLAGS.SILENT (\\Deleted)\r
                        c UID EXPUNGE %d\r
                        """
                                .formatted(uid, uid, uid));
                assertThat(client.until("c ")).contains("* 1 EXPUNGE");
            }
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @Test
    void thousandIdlingSessionsHearOfOneMessage() throws IOException {
        List<WireClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                WireClient client = lab.select();
                clients.add(client);
                client.send("a IDLE");
                client.line();
            }
            lab.deliver("news");
            for (WireClient client : clients) {
                assertThat(client.line()).isEqualTo("* 1 EXISTS");
            }
        } finally {
            clients.forEach(ImapLoadTest::close);
        }
    }

    private static void close(WireClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
