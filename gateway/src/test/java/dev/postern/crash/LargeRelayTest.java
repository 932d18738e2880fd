package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.store.MessageSource;
import dev.postern.submission.Client;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages of 150 MiB come by DATA, by BDAT and by the HTTP API, and go out by SMTP, in a process
/// whose heap has 64.
@Tag("crash")
class LargeRelayTest {

    private static final long OCTETS = 150L << 20;
    private static final int CHUNK = 1 << 20;

    @TempDir private Path folder;

    @Test
    void messagesOf150MebibytesPassThroughAHeapOf64() throws Exception {
        String digest = digest();
        try (RelayHouse house = new RelayHouse(folder);
                PosternProcess service = house.service("-Xmx64m")) {
            byData(house);
            arrives(house, 1, digest, "<data@example.cz>");
            byChunks(house);
            arrives(house, 2, digest, "<bdat@example.cz>");
            assertThat(
                            house.post(
                                            "a@contoso.com",
                                            HttpRequest.BodyPublishers.ofInputStream(
                                                    () -> message("<http@example.cz>")))
                                    .statusCode())
                    .isEqualTo(202);
            arrives(house, 3, digest, "<http@example.cz>");
            assertThat(service.err()).doesNotContain("OutOfMemory", "ALARM");
        }
    }

    private static void arrives(RelayHouse house, int count, String digest, String id)
            throws Exception {
        Household.await(id + " arrives", () -> house.sink.taken().size() == count);
        SmtpSink.Taken taken = house.sink.taken().getLast();
        assertThat(taken.messageId()).isEqualTo(id);
        assertThat(taken.body()).isEqualTo(digest);
    }

    private static Client device(RelayHouse house) throws IOException {
        Client device = new Client(house.port);
        device.hear("220");
        device.ask("EHLO device", "250");
        device.ask("MAIL FROM:<device@example.cz> SIZE=" + OCTETS, "250");
        device.ask("RCPT TO:<a@contoso.com>", "250");
        return device;
    }

    private static void byData(RelayHouse house) throws IOException {
        try (Client device = device(house);
                InputStream message = message("<data@example.cz>")) {
            device.ask("DATA", "354");
            for (byte[] part = message.readNBytes(CHUNK);
                    part.length > 0;
                    part = message.readNBytes(CHUNK)) {
                device.raw(part);
            }
            device.ask(".", "250 2.0.0");
        }
    }

    private static void byChunks(RelayHouse house) throws IOException {
        try (Client device = device(house);
                InputStream message = message("<bdat@example.cz>")) {
            for (byte[] part = message.readNBytes(CHUNK);
                    part.length > 0;
                    part = message.readNBytes(CHUNK)) {
                device.say("BDAT " + part.length);
                device.raw(part);
                device.hear("250");
            }
            device.ask("BDAT 0 LAST", "250 2.0.0");
        }
    }

    private static InputStream message(String id) {
        String header =
                "From: device@example.cz\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\nMessage-ID: "
                        + id
                        + "\r\n\r\n";
        return new SequenceInputStream(
                new ByteArrayInputStream(header.getBytes(StandardCharsets.US_ASCII)), body());
    }

    private static InputStream body() {
        return MessageSource.generated(1, OCTETS).open();
    }

    private static String digest() throws IOException {
        MessageDigest sha256 = Letters.sha256();
        try (InputStream octets = new DigestInputStream(body(), sha256)) {
            assertThat(octets.transferTo(OutputStream.nullOutputStream())).isEqualTo(OCTETS);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
