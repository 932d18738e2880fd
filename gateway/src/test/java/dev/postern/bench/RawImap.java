package dev.postern.bench;

import dev.postern.peers.Dovecot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The ceiling by IMAP: one FETCH of everything, of which nothing is kept.
record RawImap(int port, SSLContext trust, Stock stock) implements Contender {

    @Override
    public String name() {
        return "ceiling";
    }

    @Override
    public Round collect(Path folder) throws IOException {
        Duration cpu = Cost.own();
        long begun = System.nanoTime();
        try (Talk client = Talk.secured(port, trust)) {
            var _ = client.ask("LOGIN " + stock.mailbox() + " " + Dovecot.PASSWORD);
            var _ = client.ask("EXAMINE INBOX");
            new Mailbag.Reply("FETCH 1:* BODY.PEEK[]", stock.byImap()).fetch(client);
        }
        return RawPop3.all(stock, begun, cpu);
    }
}
