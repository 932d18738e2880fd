package dev.postern.app;

import dev.postern.account.AddressPattern;
import dev.postern.account.SenderPolicy;
import dev.postern.config.EmailAddress;
import dev.postern.config.HostPort;
import dev.postern.config.Network;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.event.Events;
import dev.postern.listen.AddressRange;
import dev.postern.listen.Crowd;
import dev.postern.listen.Place;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.ServerDeadlines;
import dev.postern.protocol.smtp.ServerLimits;
import dev.postern.protocol.smtp.ServerRules;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.relay.RelaySettings;
import dev.postern.relay.Route;
import dev.postern.relay.Routes;
import dev.postern.submission.Admission;
import dev.postern.submission.Certificate;
import dev.postern.submission.OldTls;
import dev.postern.submission.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Turns the relay's settings into what its parts want to know.
final class RelayTerms {

    private RelayTerms() {}

    static RelaySettings of(Relay relay, Settings settings) {
        return new RelaySettings(Names.host(settings), routes(relay), sizeMax(relay, settings));
    }

    private static long sizeMax(Relay relay, Settings settings) {
        return relay.limits().sizeMax().orElse(settings.queue().sizeMax()).bytes();
    }

    private static Routes routes(Relay relay) {
        return new Routes(
                relay.routes().stream().map(RelayTerms::route).toList(),
                Set.copyOf(relay.internalDomains()));
    }

    private static Route route(Relay.Route route) {
        return new Route(
                new Route.When(
                        route.senders().stream().map(AddressPattern::new).toList(),
                        Route.Recipients.of(route.recipients()),
                        route.accounts(),
                        route.largerThan()
                                .map(size -> new Route.Size(size.bytes(), Long.MAX_VALUE))
                                .orElse(Route.Size.ANY)),
                route.to());
    }

    /// One listener.
    static Profile profile(
            Relay.Listener listener, Settings settings, InstantSource clock, Events events) {
        Relay relay = settings.relay().orElseThrow();
        return new Profile(
                place(listener),
                new ServerRules(
                        Names.host(settings),
                        "Postern",
                        tls(listener.tls(), clock, events),
                        signIn(listener),
                        limits(relay, settings),
                        ServerDeadlines.USUAL),
                admission(listener, relay));
    }

    private static Place place(Relay.Listener listener) {
        return new Place(
                listener.listen().toString(),
                new InetSocketAddress(listener.listen().host(), listener.listen().port()),
                ranges(listener.proxies()),
                new Crowd(listener.sessions(), listener.sessionsPerAddress()));
    }

    private static ServerLimits limits(Relay relay, Settings settings) {
        ServerLimits usual = ServerLimits.USUAL;
        return new ServerLimits(
                sizeMax(relay, settings),
                usual.header(),
                usual.textLine(),
                relay.limits().recipients(),
                usual.commands(),
                usual.errors(),
                usual.signInFailures());
    }

    static TlsOffer tls(Relay.Tls tls, InstantSource clock, Events events) {
        return switch (tls.mode()) {
            case NONE -> new TlsOffer.None();
            case STARTTLS -> new TlsOffer.StartTls(terms(tls, clock, events));
            case IMPLICIT -> new TlsOffer.Implicit(terms(tls, clock, events));
        };
    }

    /// The certificate, read again when its files change; empty for connections in the clear.
    ///
    /// @throws IOException if there is no usable one
    static Optional<Supplier<Optional<SSLContext>>> certificate(
            Relay.Tls tls, InstantSource clock, Events events) throws IOException {
        if (tls.mode() == Relay.Tls.Mode.NONE) {
            return Optional.empty();
        }
        Certificate certificate =
                Certificate.in(
                        tls.certificate().orElseThrow(), tls.key().orElseThrow(), clock, events);
        if (certificate.get().isEmpty()) {
            throw new IOException(
                    "the certificate %s cannot be used with its key"
                            .formatted(tls.certificate().orElseThrow()));
        }
        return Optional.of(certificate);
    }

    private static TlsOffer.Terms terms(Relay.Tls tls, InstantSource clock, Events events) {
        return new TlsOffer.Terms(
                Certificate.in(
                        tls.certificate().orElseThrow(), tls.key().orElseThrow(), clock, events),
                OldTls.protocols(tls.minVersion().protocol()));
    }

    private static ServerRules.SignInOffer signIn(Relay.Listener listener) {
        if (listener.signIn() == Relay.Listener.SignIn.TRUSTED) {
            return ServerRules.SignInOffer.NEVER;
        }
        return listener.passwordsInClear() || near(listener.listen())
                ? ServerRules.SignInOffer.ALWAYS
                : ServerRules.SignInOffer.OVER_TLS;
    }

    /// Whether only this machine can connect there.
    static boolean near(HostPort listen) {
        InetAddress address = new InetSocketAddress(listen.host(), 0).getAddress();
        return address != null && address.isLoopbackAddress();
    }

    private static Admission admission(Relay.Listener listener, Relay relay) {
        return switch (listener.signIn()) {
            case REQUIRED -> new Admission.SignedIn();
            case TRUSTED -> new Admission.FromNetworks(networks(listener, relay));
            case EITHER -> new Admission.Either(networks(listener, relay));
        };
    }

    private static Admission.TrustedNetworks networks(Relay.Listener listener, Relay relay) {
        List<String> senders =
                listener.senders().isEmpty()
                        ? relay.internalDomains().stream().map(domain -> "*@" + domain).toList()
                        : listener.senders();
        return new Admission.TrustedNetworks(
                ranges(listener.trusted()),
                new SenderPolicy(
                        senders,
                        switch (listener.from()) {
                            case KEEP -> SenderPolicy.From.KEEP;
                            case REPAIR -> SenderPolicy.From.REPAIR;
                            case FORCE -> SenderPolicy.From.FORCE;
                        },
                        listener.instead().map(EmailAddress::text).map(AddrSpec::of)));
    }

    static List<AddressRange> ranges(List<Network> networks) {
        return networks.stream()
                .map(network -> new AddressRange(network.address(), network.prefix()))
                .toList();
    }
}
