package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.SettableClock;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A plain IMAP server with one mailbox, and clients of it.
final class ImapFixture implements BeforeEachCallback, AfterEachCallback {

    final SettableClock clock = new SettableClock();
    final Exchange exchange = Exchange.fresh(new Doorman(), clock);
    private ImapServer server;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server = ImapServer.start(exchange, new Transport.Plain(), 0);
    }

    Folder inbox() {
        return exchange.store().mailbox(Doorman.MAILBOX).inbox();
    }

    /// Delivers a small message with this subject; its UID.
    long deliver(String subject) {
        return exchange.store().deliver(Doorman.MAILBOX, message(subject));
    }

    static MessageSource message(String subject) {
        return MessageSource.of(
                """
                Message-ID: <%s@contoso.com>
                From: "Anna" <anna@contoso.com>
                To: razr@example.cz
                Subject: %s

                Hello.
                """
                        .formatted(subject.replace(' ', '-'), subject));
    }

    WireClient connect() throws IOException {
        WireClient client = WireClient.connect(server.port());
        assertThat(client.line()).startsWith("* OK The Microsoft Exchange IMAP4 service is ready.");
        return client;
    }

    WireClient signIn() throws IOException {
        WireClient client = connect();
        List<String> answer =
                client.ask(
                        "S1",
                        "AUTHENTICATE XOAUTH2 "
                                + WireClient.xoauth2(Doorman.MAILBOX, Doorman.GOOD));
        assertThat(answer).containsExactly("S1 OK AUTHENTICATE completed.");
        return client;
    }

    /// Signed in, with the inbox selected.
    WireClient select() throws IOException {
        WireClient client = signIn();
        assertThat(client.ask("S2", "SELECT INBOX").getLast())
                .isEqualTo("S2 OK [READ-WRITE] SELECT completed.");
        return client;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server.close();
    }

    ImapServer server() {
        return server;
    }
}
