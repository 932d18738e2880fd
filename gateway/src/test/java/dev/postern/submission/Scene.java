package dev.postern.submission;

import dev.postern.event.Event;
import dev.postern.listen.AddressRange;
import dev.postern.listen.Crowd;
import dev.postern.listen.Place;
import dev.postern.protocol.smtp.ServerDeadlines;
import dev.postern.protocol.smtp.ServerLimits;
import dev.postern.protocol.smtp.ServerRules;
import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener on the loopback, a relay and accounts in memory, and clients.
final class Scene implements AutoCloseable {

    static final AddressRange LOOPBACK = new AddressRange(InetAddress.ofLiteral("127.0.0.0"), 8);

    private final MemoryRelay relay = new MemoryRelay();
    private final KnownAccounts accounts = new KnownAccounts();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Client> clients = new ArrayList<>();
    private final Listener listener;

    Scene(Profile profile) throws IOException {
        this(profile, Duration.ofSeconds(5));
    }

    Scene(Profile profile, Duration drain) throws IOException {
        listener = Listener.open(profile, accounts, relay, events::add, drain);
    }

    static Profile profile(TlsOffer tls, SignInOffer signIn, Admission admission) {
        return new Profile(
                new Place(
                        "127.0.0.1:587",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(),
                        new Crowd(100, 100)),
                new ServerRules(
                        "gate.example.cz",
                        "Postern",
                        tls,
                        signIn,
                        ServerLimits.USUAL,
                        ServerDeadlines.USUAL),
                admission);
    }

    /// Accounts only, in the clear.
    static Profile accountsOnly() {
        return profile(new TlsOffer.None(), SignInOffer.ALWAYS, new Admission.SignedIn());
    }

    /// Everybody on the loopback, without signing in.
    static Profile trusting() {
        return profile(
                new TlsOffer.None(),
                SignInOffer.NEVER,
                new Admission.FromNetworks(
                        new Admission.TrustedNetworks(List.of(LOOPBACK), KnownAccounts.POLICY)));
    }

    Listener listener() {
        return listener;
    }

    MemoryRelay relay() {
        return relay;
    }

    KnownAccounts accounts() {
        return accounts;
    }

    /// A client that has heard the greeting.
    Client greeted() throws IOException {
        Client client = connected();
        client.hear("220 gate.example.cz ESMTP Postern");
        return client;
    }

    Client connected() throws IOException {
        Client client = new Client(listener.port());
        clients.add(client);
        return client;
    }

    Event event() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was reported");
        }
        return event;
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        listener.close();
    }
}
