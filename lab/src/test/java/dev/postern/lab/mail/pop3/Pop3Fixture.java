package dev.postern.lab.mail.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.SettableClock;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A plain POP3 server with one mailbox, and clients of it.
final class Pop3Fixture implements BeforeEachCallback, AfterEachCallback {

    final SettableClock clock = new SettableClock();
    final Exchange exchange = Exchange.fresh(new Doorman(), clock);
    private Pop3Server server;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server = Pop3Server.start(exchange, new Transport.Plain(), 0);
    }

    Folder inbox() {
        return exchange.store().mailbox(Doorman.MAILBOX).inbox();
    }

    long deliver(String text) {
        return exchange.store().deliver(Doorman.MAILBOX, MessageSource.of(text));
    }

    WireClient connect() throws IOException {
        WireClient client = WireClient.connect(server.port());
        assertThat(client.line()).startsWith("+OK The Microsoft Exchange POP3 service is ready.");
        return client;
    }

    WireClient signIn() throws IOException {
        WireClient client = connect();
        assertThat(authenticate(client, Doorman.GOOD))
                .isEqualTo("+OK User successfully authenticated.");
        return client;
    }

    static String authenticate(WireClient client, String token) throws IOException {
        client.send("AUTH XOAUTH2");
        assertThat(client.line()).isEqualTo("+");
        return ask(client, WireClient.xoauth2(Doorman.MAILBOX, token));
    }

    /// Sends a command with a one-line answer.
    static String ask(WireClient client, String command) throws IOException {
        client.send(command);
        return client.line();
    }

    /// Sends a command with an answer that ends in a dot.
    static List<String> askMore(WireClient client, String command) throws IOException {
        client.send(command);
        List<String> lines = new ArrayList<>();
        do {
            lines.add(client.line());
        } while (!lines.getLast().equals(".") && !lines.getLast().startsWith("-ERR"));
        return lines;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server.close();
    }

    Pop3Server server() {
        return server;
    }
}
