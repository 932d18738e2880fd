package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Server;
import dev.postern.collector.VisitReport;
import dev.postern.delivery.Corpus;
import dev.postern.delivery.Destination;
import dev.postern.delivery.Lane;
import dev.postern.delivery.Limits;
import dev.postern.delivery.RetrySchedule;
import dev.postern.delivery.folder.FolderAgent;
import dev.postern.lab.mail.store.MessageSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// T20: real and broken mail, from the mailbox through the queue into a folder.
@Tag("acceptance")
class CorpusTest {

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t20EveryMessageOfTheCorpusPassesOctetByOctet(Server.Protocol protocol) throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        try (Rig rig = new Rig(folder)) {
            Box box = rig.box(protocol);
            List<String> sent = new ArrayList<>();
            for (Corpus.Message message : Corpus.messages()) {
                byte[] octets = protocol == Server.Protocol.POP3 ? lines(message) : crlf(message);
                if (octets.length > 0) {
                    sent.add(sha256(octets));
                    box.inbox()
                            .deliver(
                                    MessageSource.of(octets),
                                    rig.clock.instant(),
                                    java.util.Set.of());
                }
            }
            assertThat(sent).hasSizeGreaterThan(80);

            VisitReport report = box.visit();
            assertThat(report.taken()).isEqualTo(sent.size());
            assertThat(box.left()).isZero();

            lane(rig, box, inbox).runDue();
            assertThat(received(inbox)).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    private static Lane lane(Rig rig, Box box, Path inbox) throws IOException {
        return new Lane(
                new Destination(
                        box.name,
                        new FolderAgent(
                                inbox, PosixFilePermissions.fromString("rw-r-----"), new Random(1)),
                        Limits.none(),
                        RetrySchedule.usual()),
                rig.store.outlet(),
                rig.alarms,
                rig.clock,
                new Random(1));
    }

    private static List<String> received(Path inbox) throws Exception {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(inbox)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".eml")).toList()) {
                all.add(sha256(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    private static String sha256(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    /// What a mail server would have stored: every LF after a CR.
    private static byte[] crlf(Corpus.Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte before = 0;
        for (byte octet : message.octets()) {
            if (octet == '\n' && before != '\r') {
                out.write('\r');
            }
            out.write(octet);
            before = octet;
        }
        return out.toByteArray();
    }

    /// POP3 carries lines, so its messages end with one (RFC 1939 §3).
    private static byte[] lines(Corpus.Message message) {
        byte[] octets = crlf(message);
        boolean ends = octets.length == 0 || octets[octets.length - 1] == '\n';
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(octets);
        if (!ends) {
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }
}
