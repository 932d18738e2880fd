package dev.postern.doctor;

import dev.postern.delivery.smtp.AnyCertificate;
import dev.postern.protocol.wire.Endpoint;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Looks at the certificate that a server shows. A value.
record TlsLook(Endpoint endpoint, InstantSource clock) {

    /// Who renews a server's certificate does it by itself and often late; a week before its end
    /// somebody has forgotten.
    private static final long DAYS_NOTABLE = 7;

    private static final int NAMES_SHOWN = 5;
    private static final int SAN_DNS = 2;
    private static final int SAN_ADDRESS = 7;

    /// Writes down what stands.
    void secured(Chart chart, Line line) {
        line.session()
                .ifPresent(session -> {
                    Optional<X509Certificate> shown = certificate(session);
                    String text = session.getProtocol() + shown.map(this::described).orElse("");
                    if (shown.filter(one -> daysLeft(one) <= DAYS_NOTABLE).isPresent()) {
                        chart.warn(Step.TLS, text, ending(shown.get()));
                    } else {
                        chart.until(line.securedAt()).fine(Step.TLS, text);
                    }
                });
    }

    private String described(X509Certificate certificate) {
        return ", certificate for %s, good for %d days (until %s)"
                .formatted(endpoint.host(), daysLeft(certificate), day(certificate));
    }

    private long daysLeft(X509Certificate certificate) {
        return ChronoUnit.DAYS.between(clock.instant(), certificate.getNotAfter().toInstant());
    }

    private static String day(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().atOffset(ZoneOffset.UTC).toLocalDate() + "";
    }

    private Ailment ending(X509Certificate certificate) {
        return Troubles.of(
                        "tls-ending",
                        "The certificate of %s ends on %s.".formatted(endpoint, day(certificate)))
                .cause(
                        "It has not been renewed yet.",
                        Troubles.say("Ask who runs %s to renew it.".formatted(endpoint.host())))
                .ailment("We secured the connection to %s.".formatted(endpoint), "");
    }

    /// Looks at what was shown by connecting once more without a doubt, and hanging up at once.
    <C extends AutoCloseable> OverException failed(
            Chart chart, Reach.Opener<C> opener, IOException failure) {
        Line line = new Line();
        try {
            opener.open(AnyCertificate.context(), line).close();
        } catch (Exception _) {
            // What was shown is all that is wanted, and it may have been shown all the same.
        }
        String did = "We secured the connection to %s.".formatted(endpoint);
        Troubles troubles =
                line.session()
                        .flatMap(TlsLook::certificate)
                        .map(this::troubles)
                        .orElseGet(this::noTls);
        return chart.failed(Step.TLS, troubles.ailment(did, Reach.words(failure)));
    }

    private Troubles troubles(X509Certificate shown) {
        Instant now = clock.instant();
        if (now.isAfter(shown.getNotAfter().toInstant())) {
            return Troubles.of(
                            "tls-expired",
                            "The certificate of %s expired on %s.".formatted(endpoint, day(shown)))
                    .cause(
                            "It was not renewed.",
                            Troubles.say("Ask who runs %s to renew it.".formatted(endpoint.host())))
                    .cause(
                            "This machine's clock is ahead: it is %s here."
                                    .formatted(now.truncatedTo(ChronoUnit.SECONDS)),
                            Troubles.bash("Look at the clock.", "timedatectl status"));
        }
        if (!names(shown).stream().anyMatch(this::isOurs)) {
            return Troubles.of(
                            "tls-name",
                            "The certificate of %s is for %s."
                                    .formatted(
                                            endpoint,
                                            String.join(
                                                    ", ",
                                                    names(shown).stream()
                                                            .limit(NAMES_SHOWN)
                                                            .toList())))
                    .cause(
                            "The settings name the server by another name than its certificate does, or by its address.",
                            Troubles.say("Write one of those names into the settings."))
                    .cause("Another server answers at this address.");
        }
        return untrusted(shown);
    }

    private Troubles untrusted(X509Certificate shown) {
        return Troubles.of(
                        "tls-untrusted",
                        "Nobody whom this machine trusts vouches for the certificate of %s; it was issued by %s."
                                .formatted(endpoint, shown.getIssuerX500Principal().getName()))
                .cause(
                        "A proxy or a virus scanner on the way opens TLS and shows a certificate of its own.",
                        Troubles.bash(
                                "See who issued it.",
                                "openssl s_client -connect %s -servername %s </dev/null | openssl x509 -noout -issuer -dates"
                                        .formatted(endpoint, Troubles.quoted(endpoint.host()))),
                        Troubles.say("Have %s excepted.".formatted(endpoint.host())))
                .cause(
                        "The server's certificate comes from an authority of your own.",
                        Troubles.postern(
                                "Name that authority's certificate in the settings.",
                                "trust: ca.pem"));
    }

    private Troubles noTls() {
        return Troubles.of("tls", "No TLS with %s comes about.".formatted(endpoint))
                .cause(
                        "The server does not speak TLS at this port, or not in the way the settings say (from the first byte, or by STARTTLS).")
                .cause(
                        "It speaks nothing newer than TLS 1.1, which Postern does not use towards servers.",
                        Troubles.bash(
                                "See what it speaks.",
                                "openssl s_client -connect %s </dev/null".formatted(endpoint)));
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            // Nothing was shown.
            return Optional.empty();
        }
    }

    static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(one ->
                                    one.get(0).equals(SAN_DNS) || one.get(0).equals(SAN_ADDRESS))
                            .map(one -> String.valueOf(one.get(1)))
                            .toList();
        } catch (CertificateParsingException _) {
            // Then it is for nobody.
            return List.of();
        }
    }

    private boolean isOurs(String name) {
        return covers(name, endpoint.host());
    }

    /// RFC 9525 §6.3: a wildcard stands for exactly one label.
    static boolean covers(String name, String host) {
        String one = name.toLowerCase(Locale.ROOT);
        String other = host.toLowerCase(Locale.ROOT);
        return one.equals(other)
                || (one.startsWith("*.")
                        && other.indexOf('.') > 0
                        && other.substring(other.indexOf('.')).equals(one.substring(1)));
    }
}
