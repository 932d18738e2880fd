package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.proxy.Profile;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
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

/// Programs that nobody here wrote fetch mail by POP3 with a local password from a Dovecot that
/// takes tokens only.
@Tag("peer")
class ProxyPop3ClientsTest extends WithProxy {

    private ProxyClients pop3(ProxyDoor.Entry entry) throws IOException {
        return clients(Profile.Protocol.POP3, entry);
    }

    private static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=PLAIN", "AUTH=LOGIN"})
    void curl(String way) throws Exception {
        List<byte[]> sent = deliver(2, 3000);
        ProxyClients clients = pop3(ProxyDoor.Entry.STARTTLS);
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
                        "pop3://localhost:PORT/2");
        assertThat(fetched).isEqualTo(ascii(sent.get(1)));
    }

    @Test
    void curlIsToldThatThePasswordIsWrong() throws Exception {
        ProxyClients clients = pop3(ProxyDoor.Entry.IMPLICIT);
        assertThatThrownBy(() ->
                        clients.run(
                                "curl",
                                "-sS",
                                "--cacert",
                                "TRUST",
                                "--user",
                                "MAILBOX:wrong",
                                "pop3s://localhost:PORT/1"))
                .hasMessageContaining("ended with 67");
    }

    @ParameterizedTest
    @EnumSource(ProxyDoor.Entry.class)
    void fetchmail(ProxyDoor.Entry entry) throws Exception {
        List<byte[]> sent = deliver(5, 3000);
        ProxyClients clients = pop3(entry);
        Path maildir = maildir();
        String settings =
                clients.file(
                        "fetchmailrc",
                        """
                        set no bouncemail
                        poll localhost protocol pop3 port PORT
                          user "MAILBOX" password "PASSWORD" %s sslcertck sslcertfile "TRUST"
                          mda "cat > FOLDERmail/new/$$.$(date +%%N)"
                        """
                                .formatted(
                                        entry == ProxyDoor.Entry.IMPLICIT
                                                ? "ssl"
                                                : "sslproto \"TLS1.2+\""));
        clients.run("fetchmail", "--fetchmailrc", settings, "--nosyslog", "--pidfile", "FOLDERpid");
        assertThat(count(maildir)).isEqualTo(sent.size());
        assertThat(there()).isZero();
    }

    private Path maildir() throws IOException {
        Path maildir = folder.resolve("mail");
        for (String part : List.of("new", "cur", "tmp")) {
            Files.createDirectories(maildir.resolve(part));
        }
        return maildir;
    }

    private static long count(Path maildir) throws IOException {
        try (var files = Files.list(maildir.resolve("new"))) {
            return files.count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "plain", "login"})
    void mpop(String way) throws Exception {
        List<byte[]> sent = deliver(20, 3000);
        ProxyClients clients = pop3(ProxyDoor.Entry.STARTTLS);
        Path maildir = maildir();
        String settings =
                clients.file(
                        "mpoprc",
                        """
                        account proxy
                        host localhost
                        port PORT
                        user MAILBOX
                        password "PASSWORD"
                        auth %s
                        tls on
                        tls_starttls on
                        tls_trust_file TRUST
                        keep off
                        pipelining auto
                        received_header off
                        uidls_file FOLDERuidls
                        delivery maildir FOLDERmail
                        """
                                .formatted(way));
        clients.run("mpop", "-C", settings, "proxy");
        arrived(maildir, sent);
        assertThat(there()).isZero();
    }

    @Test
    void getmail() throws Exception {
        List<byte[]> sent = deliver(5, 3000);
        ProxyClients clients = pop3(ProxyDoor.Entry.IMPLICIT);
        Path maildir = maildir();
        clients.file(
                "getmailrc",
                """
                [retriever]
                type = SimplePOP3SSLRetriever
                server = localhost
                port = PORT
                username = MAILBOX
                password = PASSWORD
                ca_certs = TRUST
                [destination]
                type = MDA_external
                path = /bin/sh
                arguments = ("-c", "cat > FOLDERmail/new/$$")
                allow_root_commands = true
                [options]
                delete = true
                delivered_to = false
                received = false
                """);
        clients.run("getmail", "--getmaildir", "FOLDER", "--rcfile", "getmailrc");
        arrived(maildir, sent);
        assertThat(there()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "implicit"})
    void pythonsPoplib(String way) throws Exception {
        deliver(3, 3000);
        ProxyClients clients =
                pop3(way.equals("implicit") ? ProxyDoor.Entry.IMPLICIT : ProxyDoor.Entry.STARTTLS);
        String said =
                clients.run(
                        "python3",
                        clients.script("poplib_client.py"),
                        "PORT",
                        "TRUST",
                        "MAILBOX",
                        "PASSWORD",
                        way);
        assertThat(said).contains("wrong: [AUTH]", "messages: 3", "uidls: 3", "whole: True");
        assertThat(there()).isEqualTo(2);
    }

    @Test
    void opensslDialogueWithAllInOneBreath() throws Exception {
        deliver(3, 300);
        ProxyClients clients = pop3(ProxyDoor.Entry.STARTTLS);
        String commands =
                clients.file("commands", "USER MAILBOX\nPASS PASSWORD\nSTAT\nLIST\nQUIT\n");
        String said =
                clients.run(
                        "sh",
                        "-c",
                        "openssl s_client -crlf -quiet -verify_quiet -starttls pop3 -CAfile TRUST"
                                + " -connect localhost:PORT <"
                                + commands
                                + " 2>&1");
        assertThat(said).containsSubsequence("+OK", "+OK", "+OK 3 ", "+OK 3 messages", "\r\n.\r\n");
        assertThat(said).contains("Logging out");
    }

    @Test
    void jakartaMail() throws Exception {
        List<byte[]> sent = deliver(3, 3000);
        ProxyClients clients = pop3(ProxyDoor.Entry.STARTTLS);
        Properties settings = new Properties();
        settings.put("mail.pop3.port", String.valueOf(clients.door().port()));
        settings.put("mail.pop3.starttls.required", "true");
        settings.put("mail.pop3.ssl.trust", "localhost");
        try (Store store = Session.getInstance(settings).getStore("pop3")) {
            assertThatThrownBy(() -> store.connect("localhost", mailbox, "wrong"))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("[AUTH]");
            store.connect("localhost", mailbox, ProxyDoor.PASSWORD);
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            assertThat(inbox.getMessageCount()).isEqualTo(3);
            ByteArrayOutputStream fetched = new ByteArrayOutputStream();
            inbox.getMessage(2).writeTo(fetched);
            assertThat(fetched.toString(StandardCharsets.US_ASCII)).isEqualTo(ascii(sent.get(1)));
            inbox.close(false);
        }
    }
}
