package dev.postern.lab;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.smtp.Desk;
import dev.postern.lab.mail.smtp.SmtpServer;
import dev.postern.lab.mail.smtp.desk.AcsDesk;
import dev.postern.lab.mail.smtp.desk.Books;
import dev.postern.lab.mail.smtp.desk.ExchangeDesk;
import dev.postern.lab.mail.smtp.desk.HveDesk;
import dev.postern.lab.mail.smtp.desk.Premises;
import dev.postern.lab.mail.smtp.desk.SmartHostDesk;
import dev.postern.lab.tls.ServerTls;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;

/// The lab's SMTP servers. Any thread may call.
final class SmtpServers implements AutoCloseable {

    private final Deque<SmtpServer> open = new ArrayDeque<>();
    private final Exchange mail;
    private final SmtpServer exchange;
    private final SmtpServer hve;
    private final SmtpServer acs;
    private final SmtpServer smartHost;

    private SmtpServers(
            Exchange mail, Premises premises, Books books, Lab.Tls tls, LabSettings.Ports ports)
            throws IOException {
        this.mail = mail;
        try {
            exchange =
                    start(
                            Protocol.SMTP,
                            () -> startTls(tls.smtp()),
                            talk -> new ExchangeDesk(premises, books.senders(), talk),
                            ports.smtp());
            hve =
                    start(
                            Protocol.HVE,
                            () -> startTls(tls.hve()),
                            talk -> new HveDesk(premises, talk),
                            ports.hve());
            acs =
                    start(
                            Protocol.ACS,
                            () -> startTls(tls.acsSmtp()),
                            talk -> new AcsDesk(premises, books.acs(), talk),
                            ports.acsSmtp());
            smartHost =
                    start(
                            Protocol.SMART_HOST,
                            () -> asTheWorldSays(premises, tls.smartHost()),
                            talk -> new SmartHostDesk(premises, talk),
                            ports.smartHost());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts them all.
    ///
    /// @param books what they count
    static SmtpServers start(
            Exchange mail, Premises premises, Books books, Lab.Tls tls, LabSettings.Ports ports)
            throws IOException {
        return new SmtpServers(mail, premises, books, tls, ports);
    }

    int exchangePort() {
        return exchange.port();
    }

    int hvePort() {
        return hve.port();
    }

    int acsPort() {
        return acs.port();
    }

    int smartHostPort() {
        return smartHost.port();
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private SmtpServer start(
            Protocol door, Supplier<Transport> transport, Function<Talk, Desk> desks, int port)
            throws IOException {
        SmtpServer server =
                SmtpServer.start(mail, new SmtpServer.Service(door, transport, desks), port);
        open.push(server);
        return server;
    }

    private static Transport startTls(ServerTls tls) {
        return new Transport.StartTls(tls.changingContext());
    }

    private static Transport asTheWorldSays(Premises premises, ServerTls tls) {
        return switch (premises.directory().world().smartHost().tls()) {
            case NONE -> new Transport.Plain();
            case STARTTLS -> startTls(tls);
            case IMPLICIT -> new Transport.Implicit(tls.changingContext());
        };
    }
}
