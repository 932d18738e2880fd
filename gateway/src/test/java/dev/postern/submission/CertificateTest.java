package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import dev.postern.lab.tls.Authority;
import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CertificateTest {

    private static final List<String> NAMES = List.of("127.0.0.1");

    @TempDir Path folder;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final InstantSource clock = now::get;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Authority authority =
            Authority.create(new SecureRandom(), InstantSource.system().instant());

    /// Issues a certificate and puts it where the listener looks.
    private Certificate issued(String run) throws IOException {
        renew(run, true, true);
        return Certificate.in(path("chain.pem"), path("key.pem"), clock, events::add);
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private void renew(String run, boolean chain, boolean key) throws IOException {
        if (Files.notExists(path(run + "-chain.pem"))) {
            authority.writeServerPem(NAMES, path(run + "-chain.pem"), path(run + "-key.pem"));
        }
        if (chain) {
            put(run + "-chain.pem", "chain.pem");
        }
        if (key) {
            put(run + "-key.pem", "key.pem");
        }
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(5)));
    }

    private void put(String from, String to) throws IOException {
        Files.copy(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Profile securedBy(Certificate certificate, boolean implicit) {
        TlsOffer.Terms terms = new TlsOffer.Terms(certificate, OldTls.protocols("TLSv1.2"));
        return Scene.profile(
                implicit ? new TlsOffer.Implicit(terms) : new TlsOffer.StartTls(terms),
                SignInOffer.OVER_TLS,
                new Admission.SignedIn());
    }

    private SSLSession startTls(Scene scene) throws IOException {
        Client client = scene.greeted();
        client.ask("EHLO printer", "250-");
        client.ask("STARTTLS", "220 2.0.0");
        return client.secure(authority.clientContext());
    }

    @Test
    void signingInIsPossibleOverTlsAndAllBeforeItIsForgotten() throws Exception {
        try (Scene scene = new Scene(securedBy(issued("first"), false))) {
            Client client = scene.greeted();
            client.ask("EHLO printer", "250-");
            client.ask("MAIL FROM:<a@example.cz>", "530 5.7.0 Say STARTTLS");
            client.ask("STARTTLS", "220 2.0.0");
            assertThat(client.secure(authority.clientContext()).getProtocol()).isEqualTo("TLSv1.3");
            client.ask("MAIL FROM:<a@example.cz>", "503 5.5.1");
            assertThat(client.ask("EHLO printer", "250-")).isEqualTo("250 AUTH PLAIN LOGIN");
            client.ask("STARTTLS", "503 5.5.1");
            client.ask("AUTH PLAIN AHByaW50ZXIxAHNlY3JldA==", "235");
            client.send("a@example.cz", "b@example.cz");
            assertThat(scene.relay().messages().getFirst().peer().protocol()).isEqualTo("ESMTPSA");
            assertThat(scene.relay().messages().getFirst().peer().tls()).contains("TLSv1.3");
        }
    }

    @Test
    void implicitTlsComesBeforeTheGreeting() throws Exception {
        try (Scene scene = new Scene(securedBy(issued("first"), true))) {
            Client client = scene.connected();
            client.secure(authority.clientContext(), "TLSv1.2");
            client.hear("220 gate.example.cz");
            client.ask("EHLO printer", "250-");
            client.ask("STARTTLS", "503 5.5.1");
            client.ask("AUTH PLAIN AHByaW50ZXIxAHNlY3JldA==", "235");
            client.send("a@example.cz", "b@example.cz");
            client.ask("QUIT", "221");
            client.hearEnd();
            assertThat(scene.relay().messages().getFirst().peer().tls()).contains("TLSv1.2");
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateIsNoTrouble() throws Exception {
        try (Scene scene = new Scene(securedBy(issued("first"), false))) {
            Client client = scene.greeted();
            client.ask("EHLO printer", "250-");
            client.ask("STARTTLS", "220");
            assertThatThrownBy(() -> client.secure(SSLContext.getDefault()))
                    .isInstanceOf(IOException.class);
            assertThat(scene.event()).isInstanceOf(Event.SessionOver.class);
            assertThat(startTls(scene).isValid()).isTrue();
        }
    }

    @Test
    void aRenewedCertificateIsShownToTheNextClient() throws Exception {
        try (Scene scene = new Scene(securedBy(issued("first"), false))) {
            var before = startTls(scene).getPeerCertificates()[0];
            assertThat(startTls(scene).getPeerCertificates()[0]).isEqualTo(before);
            renew("second", true, true);
            assertThat(startTls(scene).getPeerCertificates()[0]).isNotEqualTo(before);
            assertThat(events).isEmpty();
        }
    }

    @Test
    void aCertificateWithoutItsKeyIsNotShownUntilTheKeyCame() throws Exception {
        Certificate certificate = issued("first");
        Optional<SSLContext> before = certificate.get();
        renew("second", true, false);
        assertThat(certificate.get()).isEqualTo(before);
        assertThat(certificate.get()).isEqualTo(before);
        assertThat(events)
                .singleElement()
                .asString()
                .contains("does not belong", path("key.pem").toString());
        renew("second", false, true);
        assertThat(certificate.get()).isPresent().isNotEqualTo(before);
        assertThat(events).last().isInstanceOf(Event.AlarmCleared.class);
    }

    @Test
    void withoutACertificateThereIsNoTlsUntilThereIsOne() throws Exception {
        Certificate certificate =
                Certificate.in(path("chain.pem"), path("key.pem"), clock, events::add);
        try (Scene scene = new Scene(securedBy(certificate, false))) {
            Client client = scene.greeted();
            client.ask("EHLO printer", "250-");
            client.ask("STARTTLS", "454 4.7.0");
            renew("first", true, true);
            client.ask("STARTTLS", "220");
            client.secure(authority.clientContext());
            client.ask("EHLO printer", "250-");
        }
    }
}
