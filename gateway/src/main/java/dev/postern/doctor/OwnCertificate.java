package dev.postern.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The certificate that one of our listeners shows. A value.
///
/// @param file PEM, its own certificate first
/// @param host the name by which clients know the listener
public record OwnCertificate(Path file, String host, InstantSource clock) {

    /// Until when the certificate in a PEM file is good; empty if it cannot be read.
    public static Optional<Expiry> expiry(Path file) {
        try {
            X509Certificate certificate = read(file);
            return Optional.of(
                    new Expiry(
                            "certificate " + file.getFileName(),
                            Optional.of(certificate.getNotBefore().toInstant()),
                            certificate.getNotAfter().toInstant()));
        } catch (IOException | CertificateException _) {
            // Whoever uses it says what is wrong with it.
            return Optional.empty();
        }
    }

    private static X509Certificate read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    void look(Chart chart) {
        X509Certificate certificate;
        try {
            certificate = read(file);
        } catch (IOException | CertificateException e) {
            chart.wrong(
                    Step.CERTIFICATE,
                    Troubles.of("certificate", "The certificate %s cannot be used.".formatted(file))
                            .cause("The file is missing, closed to this user, or no PEM.")
                            .ailment("We read %s.".formatted(file), Reach.words(e)));
            return;
        }
        List<String> names = TlsLook.names(certificate);
        Instant now = clock.instant();
        Expiry expiry =
                new Expiry(
                        "certificate",
                        Optional.of(certificate.getNotBefore().toInstant()),
                        certificate.getNotAfter().toInstant());
        if (!now.isBefore(expiry.end())) {
            chart.wrong(Step.CERTIFICATE, ending("certificate-expired", expiry, now));
        } else if (names.stream().noneMatch(name -> TlsLook.covers(name, host))) {
            chart.warn(
                    Step.CERTIFICATE,
                    "it is for %s".formatted(String.join(", ", names)),
                    otherName(names));
        } else if (expiry.warning(now).isPresent()) {
            chart.warn(
                    Step.CERTIFICATE, expiry.words(now), ending("certificate-ending", expiry, now));
        } else {
            chart.fine(Step.CERTIFICATE, "for %s, %s".formatted(host, expiry.words(now)));
        }
    }

    private Ailment otherName(List<String> names) {
        return Troubles.of(
                        "certificate-name",
                        "The certificate is not for %s, and clients that check it turn away."
                                .formatted(host))
                .cause(
                        "Clients know this machine by another name than `relay.name` says.",
                        Troubles.postern(
                                "Say by which.",
                                "relay: {name: %s}"
                                        .formatted(names.isEmpty() ? host : names.getFirst())))
                .cause("It is another machine's certificate.")
                .ailment("We read %s.".formatted(file), String.join(", ", names));
    }

    private Ailment ending(String code, Expiry expiry, Instant now) {
        return Troubles.of(code, "The %s.".formatted(expiry.words(now)))
                .cause(
                        "It was not renewed, or the renewed one was not put here.",
                        Troubles.bash(
                                "Look at it.",
                                "openssl x509 -in %s -noout -subject -issuer -dates"
                                        .formatted(Troubles.quoted(file))),
                        Troubles.say("Replace the files; Postern reads them again by itself."))
                .ailment("We read %s.".formatted(file), "");
    }
}
