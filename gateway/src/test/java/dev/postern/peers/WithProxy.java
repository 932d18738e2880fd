package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.wire.Endpoint;
import dev.postern.proxy.Profile;
import dev.postern.token.Authority;
import dev.postern.token.Credential;
import dev.postern.token.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// A Dovecot whose mailboxes open with a token, and a proxy before it at which they open with a
/// password; for each test a mailbox of its own.
abstract class WithProxy {

    static final Tenant TENANT =
            new Tenant(
                    "contoso",
                    "22222222-2222-2222-2222-222222222222",
                    "11111111-1111-1111-1111-111111111111",
                    List.of(new Credential.ClientSecret(() -> "unused")),
                    Authority.at("https://localhost"));

    private static final String TOKEN = "token-of-razr";
    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");

    static Dovecot dovecot;

    @TempDir Path folder;
    String mailbox = "";
    private final List<ProxyDoor> doors = new ArrayList<>();

    @BeforeAll
    static void startDovecot() throws Exception {
        dovecot = Dovecot.start(Peers.require("dovecot"));
    }

    @AfterAll
    static void stopDovecot() throws Exception {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @BeforeEach
    void makeMailbox(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName();
        String unique = folder.getFileName().toString().replace("junit-", "");
        mailbox = name.toLowerCase(Locale.ROOT) + unique + "@example.cz";
        dovecot.maildir(mailbox);
        dovecot.permit(TOKEN, mailbox);
    }

    @AfterEach
    void closeDoors() {
        doors.forEach(ProxyDoor::close);
    }

    /// Programs that come to a proxy before Dovecot.
    ProxyClients clients(Profile.Protocol protocol, ProxyDoor.Entry entry) throws IOException {
        OneToken tokens = new OneToken(InstantSource.system());
        tokens.use(TOKEN);
        Endpoint endpoint = protocol == Profile.Protocol.IMAP ? dovecot.imap() : dovecot.pop3();
        ProxyDoor door =
                new ProxyDoor(
                        folder,
                        new ProxyDoor.Behind(protocol, endpoint, dovecot.trust(), TENANT),
                        entry,
                        tokens);
        doors.add(door);
        return new ProxyClients(folder, door, mailbox);
    }

    /// Puts messages into the mailbox.
    ///
    /// @return their octets
    List<byte[]> deliver(int count, int size) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            byte[] message = Mail.message(number, size);
            dovecot.deliver(mailbox, message, RECEIVED.plusSeconds(number));
            messages.add(message);
        }
        return messages;
    }

    /// How many messages the server has.
    int there() throws IOException, InterruptedException {
        return (int)
                dovecot.doveadm("search", "-u", mailbox, "mailbox", "INBOX", "all").lines().count();
    }

    /// The Maildir has these messages, each once, as Unix programs write them; header fields may
    /// have been put before.
    void arrived(Path maildir, List<byte[]> messages) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(maildir.resolve("new"))) {
            for (Path file : files) {
                found.add(Files.readString(file).replace("\r\n", "\n"));
            }
        }
        assertThat(found).hasSameSizeAs(messages);
        for (byte[] message : messages) {
            String text = new String(Mail.withoutCarriageReturns(message), StandardCharsets.UTF_8);
            assertThat(found).anyMatch(file -> file.endsWith(text));
        }
    }
}
