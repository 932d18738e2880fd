package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.proxy.Profile;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that nobody here wrote work on mailboxes by IMAP with a local password, in a Dovecot
/// that takes tokens only.
@Tag("peer")
class ProxyImapClientsTest extends WithProxy {

    private ProxyClients imap(ProxyDoor.Entry entry) throws IOException {
        return clients(Profile.Protocol.IMAP, entry);
    }

    private static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=PLAIN", "AUTH=LOGIN", "AUTH=*"})
    void curl(String way) throws Exception {
        List<byte[]> sent = deliver(2, 3000);
        ProxyClients clients = imap(ProxyDoor.Entry.STARTTLS);
        String fetched =
                clients.run(
                        "curl",
                        "-sS",
                        "--ssl-reqd",
                        "--cacert",
                        "TRUST",
                        "--user",
                        "MAILBOX:PASSWORD",
                        "--login-options",
                        way,
                        "imap://localhost:PORT/INBOX;UID=2");
        assertThat(fetched).isEqualTo(ascii(sent.get(1)));
    }

    @Test
    void curlIsToldThatThePasswordIsWrong() throws Exception {
        ProxyClients clients = imap(ProxyDoor.Entry.IMPLICIT);
        assertThatThrownBy(() ->
                        clients.run(
                                "curl",
                                "-sS",
                                "--cacert",
                                "TRUST",
                                "--user",
                                "MAILBOX:wrong",
                                "imaps://localhost:PORT/INBOX"))
                .hasMessageContaining("ended with 67");
    }

    @ParameterizedTest
    @EnumSource(ProxyDoor.Entry.class)
    void mbsync(ProxyDoor.Entry entry) throws Exception {
        List<byte[]> sent = deliver(50, 3000);
        ProxyClients clients = imap(entry);
        Files.createDirectories(folder.resolve("mail"));
        String settings =
                clients.file(
                        "mbsyncrc",
                        """
                        IMAPStore far
                        Host localhost
                        Port PORT
                        User MAILBOX
                        Pass "PASSWORD"
                        SSLType %s
                        CertificateFile TRUST

                        MaildirStore near
                        Path FOLDERmail/
                        Inbox FOLDERmail/inbox

                        Channel one
                        Far :far:
                        Near :near:
                        Patterns INBOX
                        Create Near
                        Sync Pull
                        SyncState *
                        """
                                .formatted(
                                        entry == ProxyDoor.Entry.IMPLICIT ? "IMAPS" : "STARTTLS"));
        clients.run("mbsync", "-c", settings, "one");
        try (var files = Files.list(folder.resolve("mail/inbox/new"))) {
            assertThat(files).hasSameSizeAs(sent);
        }
    }

    @Test
    void fetchmail() throws Exception {
        List<byte[]> sent = deliver(5, 3000);
        ProxyClients clients = imap(ProxyDoor.Entry.STARTTLS);
        Path mail = Files.createDirectories(folder.resolve("mail"));
        String settings =
                clients.file(
                        "fetchmailrc",
                        """
                        set no bouncemail
                        poll localhost protocol imap port PORT
                          user "MAILBOX" password "PASSWORD"
                          sslproto "TLS1.2+" sslcertck sslcertfile "TRUST"
                          mda "cat > FOLDERmail/$$.$(date +%N)"
                        """);
        clients.run("fetchmail", "--fetchmailrc", settings, "--nosyslog", "--pidfile", "FOLDERpid");
        try (var files = Files.list(mail)) {
            assertThat(files).hasSameSizeAs(sent);
        }
        assertThat(there()).isZero();
    }

    @Test
    void getmail() throws Exception {
        List<byte[]> sent = deliver(5, 3000);
        ProxyClients clients = imap(ProxyDoor.Entry.IMPLICIT);
        Path mail = Files.createDirectories(folder.resolve("mail"));
        clients.file(
                "getmailrc",
                """
                [retriever]
                type = SimpleIMAPSSLRetriever
                server = localhost
                port = PORT
                username = MAILBOX
                password = PASSWORD
                ca_certs = TRUST
                [destination]
                type = MDA_external
                path = /bin/sh
                arguments = ("-c", "cat > FOLDERmail/$$")
                allow_root_commands = true
                [options]
                delete = true
                """);
        clients.run("getmail", "--getmaildir", "FOLDER", "--rcfile", "getmailrc");
        try (var files = Files.list(mail)) {
            assertThat(files).hasSameSizeAs(sent);
        }
        assertThat(there()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "implicit"})
    void pythonsImaplib(String way) throws Exception {
        deliver(3, 3000);
        ProxyClients clients =
                imap(way.equals("implicit") ? ProxyDoor.Entry.IMPLICIT : ProxyDoor.Entry.STARTTLS);
        String said =
                clients.run(
                        "python3",
                        clients.script("imaplib_client.py"),
                        "PORT",
                        "TRUST",
                        "MAILBOX",
                        "PASSWORD",
                        way);
        assertThat(said)
                .contains("wrong: refused", "appended: True", "idle: True", "deflated: True");
        assertThat(there()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "implicit"})
    void imapflow(String way) throws Exception {
        deliver(3, 3000);
        Path library = Peers.requireNodeLibrary("imapflow");
        ProxyClients clients =
                imap(way.equals("implicit") ? ProxyDoor.Entry.IMPLICIT : ProxyDoor.Entry.STARTTLS);
        String said =
                clients.run(
                        "env",
                        "NODE_PATH=" + library,
                        Peers.require("node").toString(),
                        clients.script("imapflow_client.js"),
                        "PORT",
                        "TRUST",
                        "MAILBOX",
                        "PASSWORD",
                        way);
        assertThat(said)
                .contains(
                        "\"wrong\":\"AUTHENTICATIONFAILED\"",
                        "\"flagged\":true",
                        "\"appended\":true",
                        "\"deflated\":true");
        assertThat(there()).isEqualTo(4);
    }

    @Test
    void opensslDialogueWithAllInOneBreath() throws Exception {
        deliver(3, 300);
        ProxyClients clients = imap(ProxyDoor.Entry.STARTTLS);
        String commands =
                clients.file(
                        "commands",
                        """
                        a LOGIN "MAILBOX" {12+}
                        PASSWORD
                        b EXAMINE INBOX
                        c FETCH 1:* (UID)
                        d LOGOUT
                        """);
        String said =
                clients.run(
                        "sh",
                        "-c",
                        "openssl s_client -crlf -quiet -verify_quiet -starttls imap -CAfile TRUST"
                                + " -connect localhost:PORT <"
                                + commands
                                + " 2>&1");
        assertThat(said).containsSubsequence("a OK", "* 3 EXISTS", "b OK", "* 3 FETCH", "c OK");
        assertThat(said).contains("d OK");
    }

    @Test
    void jakartaMail() throws Exception {
        List<byte[]> sent = deliver(3, 3000);
        ProxyClients clients = imap(ProxyDoor.Entry.STARTTLS);
        Properties settings = new Properties();
        settings.put("mail.imap.port", String.valueOf(clients.door().port()));
        settings.put("mail.imap.starttls.required", "true");
        settings.put("mail.imap.ssl.trust", "localhost");
        settings.put("mail.imap.compress.enable", "true");
        Session session = Session.getInstance(settings);
        try (Store store = session.getStore("imap")) {
            assertThatThrownBy(() -> store.connect("localhost", mailbox, "wrong"))
                    .isInstanceOf(AuthenticationFailedException.class);
            store.connect("localhost", mailbox, ProxyDoor.PASSWORD);
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            ByteArrayOutputStream fetched = new ByteArrayOutputStream();
            inbox.getMessage(2).writeTo(fetched);
            assertThat(fetched.toString(StandardCharsets.US_ASCII)).isEqualTo(ascii(sent.get(1)));
            inbox.appendMessages(
                    new Message[] {new MimeMessage((MimeMessage) inbox.getMessage(1))});
            assertThat(inbox.getMessageCount()).isEqualTo(4);
            inbox.close(false);
        }
    }
}
