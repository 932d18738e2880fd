package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.peers.Dovecot;
import dev.postern.peers.Peers;
import dev.postern.peers.Ports;
import dev.postern.submission.Client;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A message of 150 MiB is appended and fetched by IMAP, and sent by SMTP, through a proxy in a
/// process whose heap has 64; Dovecot has the mailbox, and the lab sends.
@Tag("crash")
@Tag("peer")
class LargeProxyTest {

    private static final long OCTETS = 150L << 20;
    private static final int PART = 1 << 20;
    private static final String MAILBOX = "noreply@example.cz";
    private static final byte[] HEADER =
            """
            From: noreply@example.cz\r
            Date: Sat, 21 Nov 2026 12:00:00 +0000\r
            Message-ID: <large@example.cz>\r
            \r
            """
                    .getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;
    private int imap;
    private int smtp;

    @Test
    void messageOf150MebibytesPassesThroughAHeapOf64() throws Exception {
        try (Dovecot dovecot = Dovecot.start(Peers.require("dovecot"), _ -> Optional.of(MAILBOX));
                Lab lab = Lab.start(LabSettings.free(folder))) {
            dovecot.maildir(MAILBOX);
            lab.directory()
                    .patch(
                            "/tenants/example/exchange/mailboxes/" + MAILBOX,
                            "submission: {octets: %d}".formatted(OCTETS));
            String settings = settings(dovecot, lab);
            PosternProcess.Setting here = PosternProcess.Setting.in(folder);
            String password = account(here, settings);
            try (PosternProcess service =
                    PosternProcess.start(here.with("-Xmx64m"), "run", "-c", settings)) {
                assertThat(service.says("started: ")).isTrue();
                appendAndFetch(password);
                send(password);
                Outbox.Accepted sent = lab.outbox().messages().getFirst();
                assertThat(sent.content().size()).isEqualTo(OCTETS);
                assertThat(sent.content().sha256()).isEqualTo(digest());
                assertThat(service.err()).doesNotContain("OutOfMemory", "ALARM");
            }
        }
    }

    private String settings(Dovecot dovecot, Lab lab) throws IOException {
        imap = Ports.free();
        smtp = Ports.free();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("trust.pem"),
                Files.readString(lab.started().caFile()) + Files.readString(dovecot.caFile()));
        return Files.writeString(
                        folder.resolve("postern.yaml"),
                        """
                        data: data
                        queue: {reserve: 64MiB}
                        tenants:
                          lab:
                            tenant-id: 22222222-2222-2222-2222-222222222222
                            client-id: 11111111-1111-1111-1111-111111111111
                            credential: {secret: lab-secret}
                            cloud: {authority: "%s", imap: "localhost:%d", smtp: "%s", trust: trust.pem}
                        collect: {}
                        destinations: {}
                        proxy:
                          - {protocol: imap, listen: "127.0.0.1:%d", tenant: lab}
                          - {protocol: smtp, listen: "127.0.0.1:%d", tenant: lab}
                        """
                                .formatted(
                                        lab.started().authority(),
                                        dovecot.imap().port(),
                                        lab.started().smtp(),
                                        imap,
                                        smtp))
                .toString();
    }

    private static String account(PosternProcess.Setting here, String settings) throws Exception {
        return PosternProcess.run(
                        here, "account", "add", "large", "--mailboxes", MAILBOX, "-c", settings)
                .out()
                .strip();
    }

    private void appendAndFetch(String password) throws IOException {
        try (Client client = new Client(imap)) {
            client.hear("* OK");
            client.ask("a LOGIN %s %s".formatted(MAILBOX, password), "a OK");
            client.ask("b APPEND INBOX {%d}".formatted(OCTETS), "+ ");
            say(client);
            client.say("");
            client.until("b OK");
            client.say("c EXAMINE INBOX");
            client.until("c OK");
            client.say("d FETCH 1 BODY.PEEK[]");
            client.until("* 1 FETCH (BODY[] {%d}".formatted(OCTETS));
            MessageDigest fetched = Letters.sha256();
            client.octets(OCTETS, new DigestOutputStream(OutputStream.nullOutputStream(), fetched));
            client.hear(")");
            client.hear("d OK");
            assertThat(HexFormat.of().formatHex(fetched.digest())).isEqualTo(digest());
        }
    }

    private void send(String password) throws IOException {
        try (Client client = new Client(smtp)) {
            client.hear("220");
            client.ask("EHLO client.example.cz", "250");
            client.ask("AUTH LOGIN", "334");
            client.ask(base64(MAILBOX), "334");
            client.ask(base64(password), "235");
            client.ask("MAIL FROM:<%s> SIZE=%d".formatted(MAILBOX, OCTETS), "250");
            client.ask("RCPT TO:<boss@contoso.com>", "250");
            client.ask("DATA", "354");
            say(client);
            client.ask(".", "250");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void say(Client client) throws IOException {
        try (InputStream message = message()) {
            for (byte[] part = message.readNBytes(PART);
                    part.length > 0;
                    part = message.readNBytes(PART)) {
                client.raw(part);
            }
        }
    }

    private static InputStream message() {
        return new SequenceInputStream(
                new ByteArrayInputStream(HEADER),
                MessageSource.generated(1, OCTETS - HEADER.length).open());
    }

    private static String digest() throws IOException {
        MessageDigest sha256 = Letters.sha256();
        try (InputStream octets = message()) {
            var _ =
                    octets.transferTo(
                            new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
