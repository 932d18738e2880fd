package dev.postern.peers;

import dev.postern.account.Account;
import dev.postern.account.Mailboxes;
import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.event.Event;
import dev.postern.lab.tls.Authority;
import dev.postern.listen.Crowd;
import dev.postern.listen.Place;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.proxy.MailboxCaps;
import dev.postern.proxy.Profile;
import dev.postern.proxy.ProxyListener;
import dev.postern.proxy.Upstream;
import dev.postern.submission.Certificate;
import dev.postern.submission.OldTls;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;

/// A proxy on a free loopback port with a certificate of its own, at which every mailbox opens with
/// [#PASSWORD].
final class ProxyDoor implements AutoCloseable {

    /// Has a blank, which clients must quote each in its own way.
    static final String PASSWORD = "local secret";

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final SenderPolicy NOBODY =
            new SenderPolicy(List.of(), SenderPolicy.From.KEEP, Optional.empty());

    private final Path folder;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ProxyListener listener;

    /// How clients connect.
    enum Entry {
        STARTTLS,
        IMPLICIT
    }

    /// Where the mailboxes are.
    record Behind(Profile.Protocol protocol, Endpoint endpoint, SSLContext trust, Tenant tenant) {}

    /// @param folder for the certificates
    ProxyDoor(Path folder, Behind behind, Entry entry, TokenSource tokens) throws IOException {
        this.folder = folder;
        InstantSource clock = InstantSource.system();
        TlsOffer.Terms terms = terms(clock);
        LoginRules rules =
                new LoginRules(
                        "gate.example.cz",
                        entry == Entry.IMPLICIT
                                ? new TlsOffer.Implicit(terms)
                                : new TlsOffer.StartTls(terms),
                        false,
                        LoginRules.Limits.USUAL,
                        LoginRules.Deadlines.USUAL);
        listener =
                ProxyListener.open(
                        profile(behind, rules),
                        new ProxyListener.Surroundings(
                                new OnePassword(),
                                tokens,
                                new ProxyListener.Shared(clock),
                                events::add,
                                clock),
                        DRAIN);
    }

    private TlsOffer.Terms terms(InstantSource clock) throws IOException {
        Authority authority = Authority.create(new SecureRandom(), clock.instant());
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        authority.writeServerPem(List.of("127.0.0.1", "localhost"), chain, key);
        authority.writePem(caFile());
        return new TlsOffer.Terms(
                Certificate.in(chain, key, clock, _ -> {}), OldTls.protocols("TLSv1.2"));
    }

    private static Profile profile(Behind behind, LoginRules rules) {
        return new Profile(
                behind.protocol(),
                new Place(
                        "127.0.0.1:0",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(),
                        new Crowd(100, 100)),
                List.of(),
                rules,
                new Profile.Destination(
                        new Upstream(
                                behind.endpoint(),
                                behind.trust(),
                                Deadlines.USUAL,
                                "gate.example.cz"),
                        behind.tenant(),
                        new Scope("https://outlook.office365.com/.default")),
                new Profile.Limits(
                        50,
                        Duration.ofMinutes(45),
                        new MailboxCaps.Limits(20, 1000, Duration.ofSeconds(5))));
    }

    int port() {
        return listener.port();
    }

    /// What clients are to trust.
    Path caFile() {
        return folder.resolve("proxy-ca.pem");
    }

    /// What happened and was not taken from here yet.
    BlockingQueue<Event> events() {
        return events;
    }

    @Override
    public void close() {
        listener.close();
    }

    private record OnePassword() implements Mailboxes {

        @Override
        public Opening open(Peer peer, String user, byte[] password) {
            return new String(password, StandardCharsets.UTF_8).equals(PASSWORD)
                    ? new Opening.Opened(new Account("scanner", List.of(user), NOBODY, 0), user)
                    : new Opening.Wrong("wrong password");
        }

        @Override
        public void refused(Peer peer, String account, String reason) {
            // The events tell.
        }
    }
}
