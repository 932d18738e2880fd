package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.SenderPolicy;
import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.listen.Crowd;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.ServerRules;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.submission.Admission;
import dev.postern.submission.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTermsTest {

    @TempDir Path folder;

    private Settings settings(String listeners) throws IOException {
        Path file = folder.resolve("postern.yaml");
        Files.writeString(
                file,
                """
                data: .
                destinations:
                  onprem: {smart-host: {host: mail.example.cz, port: 25, tls: required}}
                relay:
                  name: gate.example.cz
                  internal-domains: [example.cz]
                  routes: [{to: onprem}]
                  limits: {recipients: 7, size-max: 1MiB}
                  listeners:
                """
                        + listeners.indent(4));
        return switch (Configuration.load(file, Map.of())) {
            case Configuration.Valid(Settings settings, _) -> settings;
            case Configuration.Invalid invalid -> throw new AssertionError(invalid.toString());
        };
    }

    private static Profile profile(Settings settings) {
        return RelayTerms.profile(
                settings.relay().orElseThrow().listeners().getFirst(),
                settings,
                InstantSource.system(),
                event -> {});
    }

    @Test
    void aListenerIsAsTheSettingsSay() throws IOException {
        Profile profile =
                profile(
                        settings(
                                """
                                - listen: 127.0.0.1:2525
                                  sign-in: either
                                  trusted: [10.20.0.0/16]
                                  from: force
                                  instead: scanner@example.cz
                                  passwords-in-clear: true
                                  sessions: 9
                                  sessions-per-address: 3
                                """));
        assertThat(profile.place().entry()).isEqualTo("127.0.0.1:2525");
        assertThat(profile.place().crowd()).isEqualTo(new Crowd(9, 3));
        assertThat(profile.rules().name()).isEqualTo("gate.example.cz");
        assertThat(profile.rules().limits().size()).isEqualTo(1024 * 1024);
        assertThat(profile.rules().limits().recipients()).isEqualTo(7);
        assertThat(profile.rules().tls()).isEqualTo(new TlsOffer.None());
        assertThat(profile.rules().signIn()).isEqualTo(ServerRules.SignInOffer.ALWAYS);
        assertThat(profile.admission().guest(InetAddress.ofLiteral("10.20.3.4")))
                .get()
                .extracting(Admission.Guest::policy)
                .isEqualTo(
                        new SenderPolicy(
                                List.of("*@example.cz"),
                                SenderPolicy.From.FORCE,
                                Optional.of(AddrSpec.of("scanner@example.cz"))));
        assertThat(profile.admission().guest(InetAddress.ofLiteral("10.21.3.4"))).isEmpty();
    }

    @Test
    void trustedNetworksAloneNeedNoSignInAndAccountsAloneNeedTls() throws IOException {
        assertThat(
                        profile(
                                        settings(
                                                """
                                                - listen: 127.0.0.1:2525
                                                  sign-in: trusted
                                                  trusted: [10.20.0.0/16]
                                                  senders: [scanner@example.cz]
                                                """))
                                .rules()
                                .signIn())
                .isEqualTo(ServerRules.SignInOffer.NEVER);
        // What is in them is nobody's business here.
        Files.writeString(folder.resolve("tls.pem"), "");
        Files.writeString(folder.resolve("tls.key"), "");
        Profile secured =
                profile(
                        settings(
                                """
                                - listen: 0.0.0.0:587
                                  tls: {certificate: tls.pem, key: tls.key, min-version: 1.0}
                                """));
        assertThat(secured.rules().signIn()).isEqualTo(ServerRules.SignInOffer.OVER_TLS);
        assertThat(secured.admission()).isEqualTo(new Admission.SignedIn());
        assertThat(secured.rules().tls())
                .isInstanceOfSatisfying(
                        TlsOffer.StartTls.class,
                        offer ->
                                assertThat(offer.terms().protocols())
                                        .containsExactly("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"));
    }
}
