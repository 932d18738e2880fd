package dev.postern.app;

import dev.postern.account.SenderPolicy;
import dev.postern.config.EmailAddress;
import dev.postern.config.Network;
import dev.postern.config.Relay;
import dev.postern.event.Events;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.ServerDeadlines;
import dev.postern.protocol.smtp.ServerLimits;
import dev.postern.protocol.smtp.ServerRules;
import dev.postern.protocol.smtp.TlsOffer;
import dev.postern.submission.AddressRange;
import dev.postern.submission.Admission;
import dev.postern.submission.Certificate;
import dev.postern.submission.OldTls;
import dev.postern.submission.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Makes what a listener needs out of one entry of the settings. Equal ones make equal listeners.
///
/// @param listener the entry
/// @param name what Postern calls itself
/// @param internalDomains as whose senders trusted networks may send, if nothing is said
/// @param recipientsMax of one message
/// @param sizeMax octets of the largest message
record SubmissionProfile(
        Relay.Listener listener,
        String name,
        List<String> internalDomains,
        int recipientsMax,
        long sizeMax) {

    private static final String BANNER = "Postern";

    SubmissionProfile {
        internalDomains = List.copyOf(internalDomains);
    }

    /// @throws IOException if the host of its address is not known
    Profile profile(InstantSource clock, Events events) throws IOException {
        return new Profile(
                listener.listen().toString(),
                new InetSocketAddress(
                        InetAddress.getByName(listener.listen().host()), listener.listen().port()),
                new ServerRules(
                        name,
                        BANNER,
                        tls(clock, events),
                        signIn(),
                        ServerLimits.USUAL.withSize(sizeMax).withRecipients(recipientsMax),
                        ServerDeadlines.USUAL),
                admission(),
                ranges(listener.proxies()),
                new Profile.Crowd(listener.sessions(), listener.sessionsPerAddress()));
    }

    private TlsOffer tls(InstantSource clock, Events events) {
        Optional<Path> certificate = listener.tls().certificate();
        Optional<Path> key = listener.tls().key();
        if (certificate.isEmpty() || key.isEmpty()) {
            return new TlsOffer.None();
        }
        TlsOffer.Terms terms =
                new TlsOffer.Terms(
                        Certificate.in(certificate.get(), key.get(), clock, events),
                        OldTls.protocols(listener.tls().minVersion().protocol()));
        return switch (listener.tls().mode()) {
            case STARTTLS -> new TlsOffer.StartTls(terms);
            case IMPLICIT -> new TlsOffer.Implicit(terms);
            case NONE -> new TlsOffer.None();
        };
    }

    private ServerRules.SignInOffer signIn() {
        if (listener.signIn() == Relay.Listener.SignIn.TRUSTED) {
            return ServerRules.SignInOffer.NEVER;
        }
        return listener.passwordsInClear()
                ? ServerRules.SignInOffer.ALWAYS
                : ServerRules.SignInOffer.OVER_TLS;
    }

    private Admission admission() {
        Admission.TrustedNetworks networks =
                new Admission.TrustedNetworks(ranges(listener.trusted()), policy());
        return switch (listener.signIn()) {
            case REQUIRED -> new Admission.SignedIn();
            case TRUSTED -> new Admission.FromNetworks(networks);
            case EITHER -> new Admission.Either(networks);
        };
    }

    private SenderPolicy policy() {
        return new SenderPolicy(
                listener.senders().isEmpty()
                        ? internalDomains.stream().map(domain -> "*@" + domain).toList()
                        : listener.senders(),
                switch (listener.from()) {
                    case KEEP -> SenderPolicy.From.KEEP;
                    case REPAIR -> SenderPolicy.From.REPAIR;
                    case FORCE -> SenderPolicy.From.FORCE;
                },
                listener.instead().map(EmailAddress::text).map(AddrSpec::of));
    }

    private static List<AddressRange> ranges(List<Network> networks) {
        return networks.stream()
                .map(network -> new AddressRange(network.address(), network.prefix()))
                .toList();
    }
}
