package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.queue.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// T12: a message that is larger than all the memory there is.
@Tag("acceptance")
class LargeMessageTest {

    private static final long OCTETS = 150L << 20;

    @TempDir Path folder;

    @Tag("slow")
    @Test
    void t12MessageOf150MebibytesPassesThroughAHeapOf64() throws Exception {
        Path words = folder.resolve("words");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Small.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start();
        boolean ended = process.waitFor(150, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        String digest = digest(MessageSource.generated(1, OCTETS).open());
        assertThat(Files.readString(words)).contains("IMAP took " + digest, "POP3 took " + digest);
        assertThat(process.exitValue()).isZero();
    }

    private static String digest(InputStream source) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (InputStream octets = new DigestInputStream(source, sha256)) {
            // Not skipped, which would leave them out of the digest.
            assertThat(octets.transferTo(OutputStream.nullOutputStream())).isEqualTo(OCTETS);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /// The process with little memory: the lab, the collector and the queue.
    static final class Small {

        private Small() {}

        public static void main(String[] arguments) throws Exception {
            try (Rig rig = new Rig(Path.of(arguments[0]))) {
                for (Server.Protocol protocol : Server.Protocol.values()) {
                    collect(rig, protocol);
                }
            }
            // The lab of this process would keep it alive.
            Rig.LAB.close();
        }

        private static void collect(Rig rig, Server.Protocol protocol) throws Exception {
            Box box = rig.box(protocol);
            box.inbox().deliver(MessageSource.generated(1, OCTETS), rig.clock.instant(), Set.of());
            MailboxStatus status = box.tryVisit();
            IO.println(status.trouble().orElse("no trouble"));
            for (Claim claim : rig.store.outlet().claim(box.name, 1, Duration.ofMinutes(5))) {
                IO.println(protocol + " took " + digest(open(rig, claim)));
            }
        }

        private static InputStream open(Rig rig, Claim claim) throws IOException {
            return rig.store.outlet().open(claim.message().id());
        }
    }
}
