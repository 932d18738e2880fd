package dev.postern.lab.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.lab.mail.imap.ImapServer;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.pop3.Pop3Server;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// curl, a client that nobody here wrote.
@Tag("peer")
class CurlTest {

    private static final Path CURL = Path.of("/usr/bin/curl");

    @TempDir private Path folder;
    private final Exchange exchange = Exchange.fresh(new Doorman(), new SettableClock());
    private ImapServer imap;
    private Pop3Server pop3;

    @BeforeEach
    void start() throws Exception {
        boolean there = Files.isExecutable(CURL);
        assertThat(there || !"required".equals(System.getenv("POSTERN_PEERS")))
                .as("curl is there")
                .isTrue();
        assumeTrue(there, "curl is not installed");
        TestTls tls = TestTls.create();
        tls.writePem(folder.resolve("ca.pem"));
        Transport transport = new Transport.Implicit(tls.context());
        imap = ImapServer.start(exchange, transport, 0);
        pop3 = Pop3Server.start(exchange, transport, 0);
    }

    @AfterEach
    void stop() throws IOException {
        if (imap != null) {
            imap.close();
        }
        if (pop3 != null) {
            pop3.close();
        }
    }

    @Test
    void curlFetchesAMessageByImap() throws Exception {
        exchange.store()
                .deliver(Doorman.MAILBOX, MessageSource.of("Subject: by IMAP\n\n.\nHello.\n"));
        assertThat(curl("imaps://localhost:" + imap.port() + "/INBOX;UID=1"))
                .isEqualTo("Subject: by IMAP\r\n\r\n.\r\nHello.\r\n");
        assertThat(curl("imaps://localhost:" + imap.port() + "/INBOX?ALL"))
                .isEqualTo("* SEARCH 1\r\n");
        assertThat(curl("imaps://localhost:" + imap.port() + "/INBOX", "-X", "UID MOVE 1 Archive"))
                .contains("EXPUNGE");
    }

    @Test
    void curlFetchesABigMessageByImap() throws Exception {
        MessageSource source = MessageSource.generated(11, 3_000_000);
        exchange.store().deliver(Doorman.MAILBOX, source);
        String fetched = curl("imaps://localhost:" + imap.port() + "/INBOX;MAILINDEX=1");
        assertThat(fetched.getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(source.open().readAllBytes());
    }

    @Test
    void curlAppendsByImap() throws Exception {
        Path file = folder.resolve("sent.eml");
        Files.writeString(file, "Subject: sent\r\n\r\nHello.\r\n");
        curl("imaps://localhost:" + imap.port() + "/Drafts", "-T", file.toString());
        assertThat(
                        exchange.store()
                                .mailbox(Doorman.MAILBOX)
                                .folder("Drafts")
                                .orElseThrow()
                                .messages())
                .hasSize(1);
    }

    @Test
    void curlFetchesAMessageByPop3() throws Exception {
        exchange.store()
                .deliver(Doorman.MAILBOX, MessageSource.of("Subject: by POP3\n\n.\nHello.\n"));
        assertThat(curl("pop3s://localhost:" + pop3.port() + "/1"))
                .isEqualTo("Subject: by POP3\r\n\r\n.\r\nHello.\r\n");
        assertThat(curl("pop3s://localhost:" + pop3.port() + "/")).isEqualTo("1 60\r\n");
    }

    private String curl(String url, String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                CURL.toString(),
                                "--silent",
                                "--show-error",
                                "--cacert",
                                folder.resolve("ca.pem").toString(),
                                "--user",
                                Doorman.MAILBOX + ":",
                                "--oauth2-bearer",
                                Doorman.GOOD,
                                "--max-time",
                                "30",
                                url));
        command.addAll(List.of(more));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
