package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.Peer;
import dev.postern.listen.AddressRange;
import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.relay.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionTest {

    /// `printer1` and `secret`.
    private static final String SIGN_IN = "AUTH PLAIN AHByaW50ZXIxAHNlY3JldA==";

    @Test
    void anAccountHandsInAMessage() throws IOException {
        try (Scene scene = new Scene(Scene.accountsOnly())) {
            Client client = scene.greeted();
            client.ask("EHLO printer", "250-gate.example.cz");
            client.ask(SIGN_IN, "235 2.7.0");
            assertThat(client.send("scanner@example.cz", "boss@example.cz"))
                    .isEqualTo("250 2.0.0 Taken as M0000001");
            MemoryRelay.Taken taken = scene.relay().messages().getFirst();
            assertThat(taken.content()).isEqualTo("Subject: x\r\n\r\nHello\r\n");
            assertThat(taken.principal()).isInstanceOf(Principal.Known.class);
            assertThat(taken.peer())
                    .isEqualTo(
                            new Peer(
                                    InetAddress.getLoopbackAddress(),
                                    Optional.of("printer"),
                                    "ESMTPA",
                                    Optional.empty(),
                                    Optional.of("PLAIN"),
                                    "127.0.0.1:587"));
        }
    }

    @Test
    void withoutSigningInNothingIsTaken() throws IOException {
        try (Scene scene = new Scene(Scene.accountsOnly())) {
            Client client = scene.greeted();
            client.ask("HELO printer", "250");
            client.ask("MAIL FROM:<scanner@example.cz>", "530 5.7.0");
            client.ask("AUTH PLAIN AHByaW50ZXIxAHdyb25n", "535 5.7.8");
            client.ask("MAIL FROM:<scanner@example.cz>", "530 5.7.0");
            client.ask("RCPT TO:<boss@example.cz>", "503");
            assertThat(scene.relay().messages()).isEmpty();
        }
    }

    @Test
    void lockedOutAndUnreadableAccountsAreToldApartFromWrongOnes() throws IOException {
        try (Scene scene = new Scene(Scene.accountsOnly())) {
            Client client = scene.greeted();
            client.ask("HELO printer", "250");
            client.ask("AUTH PLAIN AHVucmVhZGFibGUAeA==", "454 4.7.0");
            client.ask("AUTH PLAIN AGxvY2tlZAB4", "421 4.7.0");
            client.hearEnd();
        }
    }

    @Test
    void aDeviceInATrustedNetworkNeedNotSignIn() throws IOException {
        try (Scene scene = new Scene(Scene.trusting())) {
            Client client = scene.greeted();
            client.ask("HELO printer", "250");
            client.ask(SIGN_IN, "502 5.5.1");
            for (int i = 0; i < 3; i++) {
                client.send("scanner@example.cz", "boss@example.cz");
            }
            assertThat(scene.relay().messages())
                    .hasSize(3)
                    .allMatch(taken ->
                            taken.principal()
                                    .equals(
                                            new Principal.Trusted(
                                                    "127.0.0.0/8", KnownAccounts.POLICY)))
                    .allMatch(taken -> taken.peer().protocol().equals("SMTP"));
            assertThat(scene.accounts().seen()).hasSize(1);
        }
    }

    @Test
    void aStrangerIsTurnedAwayWhereOnlyNetworksAreTrusted() throws IOException {
        Profile profile =
                Scene.profile(
                        new TlsOffer.None(),
                        SignInOffer.NEVER,
                        new Admission.FromNetworks(
                                new Admission.TrustedNetworks(
                                        List.of(
                                                new AddressRange(
                                                        InetAddress.ofLiteral("10.0.0.0"), 8)),
                                        KnownAccounts.POLICY)));
        try (Scene scene = new Scene(profile)) {
            Client client = scene.greeted();
            client.ask("HELO printer", "250");
            client.ask("MAIL FROM:<scanner@example.cz>", "550 5.7.1");
            assertThat(scene.accounts().seen()).isEmpty();
        }
    }

    @Test
    void whereEitherWillDoAnAccountCountsMoreThanTheNetwork() throws IOException {
        Profile profile =
                Scene.profile(
                        new TlsOffer.None(),
                        SignInOffer.ALWAYS,
                        new Admission.Either(
                                new Admission.TrustedNetworks(
                                        List.of(Scene.LOOPBACK), KnownAccounts.POLICY)));
        try (Scene scene = new Scene(profile)) {
            Client client = scene.greeted();
            client.ask("EHLO printer", "250-");
            client.send("scanner@example.cz", "boss@example.cz");
            client.ask(SIGN_IN, "235");
            client.send("scanner@example.cz", "boss@example.cz");
            assertThat(scene.relay().messages())
                    .extracting(taken -> taken.peer().protocol())
                    .containsExactly("ESMTP", "ESMTPA");
        }
    }

    @Test
    void whatTheRelayRefusesTheClientHears() throws IOException {
        try (Scene scene = new Scene(Scene.trusting())) {
            Client client = scene.greeted();
            client.ask("HELO printer", "250");
            client.ask("MAIL FROM:<ceo@example.cz>", "550 5.7.1 Not as that sender");
            client.ask("MAIL FROM:<>", "250");
            client.ask("RCPT TO:<a@elsewhere.example>", "550 5.7.1 No route");
            assertThat(scene.accounts().refused())
                    .containsExactly(": Not as that sender", ": No route");
            client.ask("RCPT TO:<full@example.cz>", "250");
            client.ask("DATA", "354");
            client.ask("x\r\n.", "452 4.3.1 The disk is full");
            client.ask("NOOP", "250");
        }
    }

    @Test
    void aClientThatDropsWithinAMessageLeavesNothing() throws Exception {
        try (Scene scene = new Scene(Scene.trusting())) {
            Client client = scene.greeted();
            client.ask("HELO printer", "250");
            client.ask("MAIL FROM:<a@example.cz>", "250");
            client.ask("RCPT TO:<b@example.cz>", "250");
            client.ask("DATA", "354");
            client.say("Subject: half");
            client.close();
            assertThat(scene.event().toString()).contains("hung up");
            assertThat(scene.relay().letGo()).isEqualTo(1);
            assertThat(scene.relay().messages()).isEmpty();
        }
    }

    @Test
    void twoHundredMessagesOnOneConnectionArriveAsTwoHundred() throws IOException {
        try (Scene scene = new Scene(Scene.trusting())) {
            Client client = scene.greeted();
            client.ask("EHLO printer", "250-");
            for (int i = 1; i <= 200; i++) {
                assertThat(client.send("a@example.cz", "b" + i + "@example.cz"))
                        .endsWith("Taken as M%07d".formatted(i));
            }
            assertThat(scene.relay().messages())
                    .extracting(taken -> taken.envelope().recipients().getFirst().address().local())
                    .hasSize(200)
                    .doesNotHaveDuplicates();
        }
    }
}
