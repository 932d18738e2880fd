package dev.postern.lab;

import dev.postern.lab.control.ClockPart;
import dev.postern.lab.control.ControlEndpoint;
import dev.postern.lab.control.EntraFaultsPart;
import dev.postern.lab.control.FaultsPart;
import dev.postern.lab.control.FederatedTokenPart;
import dev.postern.lab.control.JournalPart;
import dev.postern.lab.control.LogPart;
import dev.postern.lab.control.MailFaultsPart;
import dev.postern.lab.control.MailboxesPart;
import dev.postern.lab.control.OutboxPart;
import dev.postern.lab.control.Part;
import dev.postern.lab.control.Replies;
import dev.postern.lab.control.TlsPart;
import dev.postern.lab.control.TokensPart;
import dev.postern.lab.control.WorldPart;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.WorldFormat;
import dev.postern.lab.entra.Entra;
import dev.postern.lab.entra.IdentityEndpoint;
import dev.postern.lab.entra.TokenMint;
import dev.postern.lab.exchange.AccessTokens;
import dev.postern.lab.exchange.ExchangeGatekeeper;
import dev.postern.lab.exchange.PostOffice;
import dev.postern.lab.http.Handler;
import dev.postern.lab.http.WebServer;
import dev.postern.lab.jwt.SigningKeys;
import dev.postern.lab.mail.Exchange;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.imap.ImapServer;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.pop3.Pop3Server;
import dev.postern.lab.mail.smtp.desk.Books;
import dev.postern.lab.mail.smtp.desk.Premises;
import dev.postern.lab.tls.Authority;
import dev.postern.lab.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// A running Microsoft 365 in a box. Any thread may call.
///
/// What its control endpoint can do, a program in the same JVM can do by the methods here.
public final class Lab implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final LabClock clock = new LabClock(InstantSource.system());
    private final SecureRandom random = new SecureRandom();
    private final Directory directory;
    private final LabLog log;
    private final Authority authority;
    private final Tls tls;
    private final Entra entra;
    private final Gatekeeper gatekeeper;
    private final Exchange mail;
    private final Outbox outbox;
    private final PostOffice postOffice;
    private final Books books = Books.empty();
    private final RestServices rest;
    private final Started started;

    /// Where everything is, once it runs.
    ///
    /// @param authority base URL of the token endpoint, to which a client adds `/{tenant}`
    /// @param identity base URL of the managed identity endpoints
    /// @param control base URL of the control endpoint
    /// @param imap host and port of IMAP over TLS
    /// @param pop3 host and port of POP3 over TLS
    /// @param smtp host and port of Exchange Online's client submission
    /// @param hve host and port of High Volume Email
    /// @param acsSmtp host and port of Azure Communication Services by SMTP
    /// @param smartHost host and port of a mail server that is none of Microsoft's
    /// @param acs base URL of Azure Communication Services
    /// @param graph base URL of Graph, to which a client adds `/v1.0`
    /// @param caFile the certificate to trust
    public record Started(
            String authority,
            String identity,
            String control,
            String imap,
            String pop3,
            String smtp,
            String hve,
            String acsSmtp,
            String smartHost,
            String acs,
            String graph,
            Path caFile) {}

    /// What each server shows in its TLS handshakes.
    public record Tls(
            ServerTls entra,
            ServerTls imap,
            ServerTls pop3,
            ServerTls smtp,
            ServerTls hve,
            ServerTls acsSmtp,
            ServerTls smartHost,
            ServerTls acs,
            ServerTls graph) {

        Map<String, ServerTls> byName() {
            return Map.of(
                    "entra", entra,
                    "imap", imap,
                    "pop3", pop3,
                    "smtp", smtp,
                    "hve", hve,
                    "acs-smtp", acsSmtp,
                    "smart-host", smartHost,
                    "acs", acs,
                    "graph", graph);
        }
    }

    /// Starts a lab and returns when all of its servers listen.
    public static Lab start(LabSettings settings) throws IOException {
        return start(settings, _ -> {});
    }

    /// Starts a lab.
    ///
    /// @param listener is told of everything that happens in it
    public static Lab start(LabSettings settings, Consumer<LabLog.Entry> listener)
            throws IOException {
        return start(settings, SigningKeys.fresh(new SecureRandom()), listener);
    }

    /// Starts a lab whose tokens are signed by these keys.
    static Lab start(LabSettings settings, SigningKeys keys, Consumer<LabLog.Entry> listener)
            throws IOException {
        return new Lab(settings, keys, listener);
    }

    private Lab(LabSettings settings, SigningKeys keys, Consumer<LabLog.Entry> listener)
            throws IOException {
        log = new LabLog(clock, listener);
        directory = new Directory(new WorldFormat(), settings.world());
        authority = Authority.create(random, InstantSource.system().instant());
        authority.writePem(settings.caFile());
        tls =
                new Tls(
                        server(settings),
                        server(settings),
                        server(settings),
                        server(settings),
                        server(settings),
                        server(settings),
                        server(settings),
                        server(settings),
                        server(settings));
        TokenMint mint = new TokenMint(keys.entra(), clock);
        AccessTokens tokens = new AccessTokens(directory, mint, clock);
        gatekeeper = new ExchangeGatekeeper(tokens, log);
        mail = Exchange.fresh(gatekeeper, clock);
        outbox = new Outbox(clock);
        postOffice = new PostOffice(directory, mail.store(), outbox, clock);
        Premises premises = new Premises(directory, tokens, postOffice, log, clock);
        rest = new RestServices(premises, books.acs(), random);
        try {
            LabSettings.Ports ports = settings.ports();
            ServerSocket entraSocket = bind(ports.entra(), "the token endpoint");
            String base = "https://" + settings.host() + ":" + entraSocket.getLocalPort();
            entra =
                    new Entra(
                            new Entra.Surroundings(directory, log, clock, random, keys.foreign()),
                            mint,
                            base);
            serve(
                    entraSocket,
                    new WebServer.Security.Tls(tls.entra()::context),
                    entra,
                    "lab-entra");

            ServerSocket identitySocket = bind(ports.identity(), "managed identities");
            Handler identity = new IdentityEndpoint(directory, mint, clock, log);
            serve(identitySocket, new WebServer.Security.Clear(), identity, "lab-identity");

            ImapServer imap = ImapServer.start(mail, implicit(tls.imap()), ports.imap());
            open.push(imap);
            Pop3Server pop3 = Pop3Server.start(mail, implicit(tls.pop3()), ports.pop3());
            open.push(pop3);

            SmtpServers smtp = SmtpServers.start(mail, premises, books, tls, ports);
            open.push(smtp);

            int acs = secure(ports.acs(), tls.acs(), rest.acs(), "lab-acs");
            int graph = secure(ports.graph(), tls.graph(), rest.graph(), "lab-graph");

            ServerSocket controlSocket = bind(ports.control(), "the lab's control");
            started =
                    new Started(
                            base,
                            "http://" + settings.host() + ":" + identitySocket.getLocalPort(),
                            "http://" + settings.host() + ":" + controlSocket.getLocalPort(),
                            settings.host() + ":" + imap.port(),
                            settings.host() + ":" + pop3.port(),
                            settings.host() + ":" + smtp.exchangePort(),
                            settings.host() + ":" + smtp.hvePort(),
                            settings.host() + ":" + smtp.acsPort(),
                            settings.host() + ":" + smtp.smartHostPort(),
                            "https://" + settings.host() + ":" + acs,
                            "https://" + settings.host() + ":" + graph,
                            settings.caFile());
            serve(controlSocket, new WebServer.Security.Clear(), control(), "lab-control");
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Where everything is.
    public Started started() {
        return started;
    }

    /// Tenants, applications, mailboxes and their rights; to be changed at will.
    public Directory directory() {
        return directory;
    }

    /// The token endpoint: its faults, its counters, its foreign issuer.
    public Entra entra() {
        return entra;
    }

    /// What the mail servers ask.
    public Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    /// The lab's time.
    public LabClock clock() {
        return clock;
    }

    /// What happened so far.
    public LabLog log() {
        return log;
    }

    /// Mailboxes and messages, the faults of the mail servers, and what clients said to them.
    public Exchange mail() {
        return mail;
    }

    /// The messages that the lab's servers took to send on.
    public Outbox outbox() {
        return outbox;
    }

    /// What brings messages to the mailboxes and into the outbox.
    public PostOffice postOffice() {
        return postOffice;
    }

    /// Azure Communication Services and Graph: their faults, and how sending goes.
    public RestServices rest() {
        return rest;
    }

    /// What the servers that take mail have counted.
    public Books books() {
        return books;
    }

    /// Which certificates the servers show.
    public Tls tls() {
        return tls;
    }

    /// A context for clients that trusts the lab alone.
    public SSLContext clientContext() {
        return authority.clientContext();
    }

    /// The certificate of the lab's authority.
    public X509Certificate caCertificate() {
        return authority.certificate();
    }

    /// Ends all sessions and gives the ports back; the certificate's file stays.
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception _) { // one server that will not close must not keep the others
            }
        }
    }

    private ControlEndpoint control() {
        Map<String, Part> faults = new HashMap<>(rest.faultParts());
        faults.put("entra", new EntraFaultsPart(entra.faults()));
        faults.put("mail", new MailFaultsPart(mail.faults()));
        Map<String, Part> parts = new HashMap<>(rest.parts());
        parts.put("world", new WorldPart(directory, log));
        parts.put("mailboxes", new MailboxesPart(directory, mail.store(), clock));
        parts.put("faults", new FaultsPart(faults));
        parts.put("tls", new TlsPart(tls.byName()));
        parts.put("clock", new ClockPart(clock));
        parts.put("tokens", new TokensPart(entra.count()));
        parts.put("federated-token", new FederatedTokenPart(entra.foreignIssuer()));
        parts.put("outbox", new OutboxPart(outbox));
        parts.put("journal", new JournalPart(mail.journal()));
        parts.put("log", new LogPart(log));
        return new ControlEndpoint((_, _) -> Replies.ok(started), parts);
    }

    private static Transport implicit(ServerTls tls) {
        return new Transport.Implicit(tls.changingContext());
    }

    private ServerTls server(LabSettings settings) {
        return authority.server(
                Stream.of(settings.host(), "localhost", "127.0.0.1", "::1").distinct().toList());
    }

    private ServerSocket bind(int port, String what) throws IOException {
        ServerSocket socket =
                WebServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), what);
        open.push(socket);
        return socket;
    }

    /// Serves over TLS on a port of its own, which it answers.
    private int secure(int port, ServerTls shown, Handler handler, String name) throws IOException {
        ServerSocket socket = bind(port, name);
        serve(socket, new WebServer.Security.Tls(shown::context), handler, name);
        return socket.getLocalPort();
    }

    private void serve(
            ServerSocket socket, WebServer.Security security, Handler handler, String name) {
        open.push(WebServer.start(socket, security, handler, clock, name));
    }
}
