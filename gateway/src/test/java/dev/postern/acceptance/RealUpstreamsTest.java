package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.tls.Authority;
import dev.postern.peers.DovecotSubmission;
import dev.postern.peers.Peers;
import dev.postern.peers.Postfix;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.submission.Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that nobody here wrote take what Postern sends on: Postfix for a password, Dovecot's
/// submission server for a token.
@Tag("peer")
class RealUpstreamsTest {

    private static final String PASSWORD = "upstream-password";
    private static final String ERP = "erp@example.cz";
    private static final String MESSAGE =
            """
            Date: Sat, 21 Nov 2026 12:00:00 +0000\r
            From: Žofie <%s>\r
            To: anna@contoso.com\r
            Message-ID: <1@example.cz>\r
            Subject: Scan  with  spaces\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: 8bit\r
            \r
            .\r
            ..two dots, příliš žluťoučký kůň, %s\r
            \t \r
            """
                    .formatted(ERP, "x".repeat(900));

    private static Authority authority;

    @TempDir Path folder;

    @BeforeAll
    static void makeAuthority() {
        authority = Authority.create(new SecureRandom(), InstantSource.system().instant());
        Peers.require("postfix");
        Peers.require("dovecot");
    }

    private RelayScene scene(int port, String signIn) throws Exception {
        authority.writePem(folder.resolve("upstream.pem"));
        return new RelayScene(folder, plan(port, signIn));
    }

    private static RelayScene.Plan plan(int port, String signIn) {
        return new RelayScene.Plan(
                "[{to: host}]",
                """
                host:
                  smart-host:
                    {host: localhost, port: %d, tls: required, trust: upstream.pem, sign-in: %s}
                  retry: {first: 1s, longest: 2s}
                """
                        .formatted(port, signIn));
    }

    private static String password(String password) {
        return "{user: erp, password: \"" + password + "\"}";
    }

    private static void hand(Client device, String parameters, String to, String text)
            throws Exception {
        device.ask("MAIL FROM:<" + ERP + ">" + parameters, "250");
        device.ask("RCPT TO:<" + to + "> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;" + to, "250");
        device.ask("DATA", "354");
        device.ask(RelayWaysTest.stuffed(text).replaceFirst("^\\.", "..") + ".", "250 2.0.0");
    }

    /// Waits for the one message, and takes off what the servers put before it.
    private static String arrived(RelayScene scene, Postfix postfix) throws Exception {
        scene.gateway.await("it arrives", () -> postfix.mail().size() == 1);
        String text = postfix.mail().getFirst();
        return new String(
                text.substring(text.indexOf("Date: Sat, 21 Nov"))
                        .getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "login"})
    void postfixTakesItForAPasswordOctetForOctet(String mechanism) throws Exception {
        try (DovecotSubmission passwords =
                        DovecotSubmission.byPassword(
                                Peers.require("dovecot"), authority, mechanism, PASSWORD);
                Postfix postfix = Postfix.start(authority, passwords);
                RelayScene scene = scene(postfix.port(), password(PASSWORD));
                Client device = scene.trusted()) {
            hand(
                    device,
                    " BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=scan-1",
                    "žofie@contoso.com",
                    MESSAGE);

            assertThat(arrived(scene, postfix)).isEqualTo(MESSAGE);
            assertThat(postfix.said())
                    .containsIgnoringCase("AUTH " + mechanism)
                    .contains(
                            "sasl_username=erp",
                            " BODY=8BITMIME",
                            " SMTPUTF8",
                            " RET=HDRS",
                            " ENVID=scan-1",
                            " NOTIFY=SUCCESS,FAILURE");
        }
    }

    @Test
    void wrongPasswordBouncesNothingTellsAPersonAndIsMendedInTheSettings() throws Exception {
        try (DovecotSubmission passwords =
                        DovecotSubmission.byPassword(
                                Peers.require("dovecot"), authority, "plain", PASSWORD);
                Postfix postfix = Postfix.start(authority, passwords);
                RelayScene scene = scene(postfix.port(), password("old"));
                Client device = scene.trusted()) {
            hand(device, " BODY=8BITMIME", "anna@contoso.com", MESSAGE);
            scene.gateway.await(
                    "it was tried again",
                    () -> {
                        scene.lab.clock().advance(Duration.ofSeconds(3));
                        return scene.gateway.events(Event.HandOverDeferred.class).size() >= 2;
                    });

            assertThat(scene.gateway.events(Event.AlarmRaised.class))
                    .singleElement()
                    .extracting(Event.AlarmRaised::text)
                    .asString()
                    .contains("535")
                    .doesNotContain("old");
            assertThat(scene.gateway.events(Event.Returned.class)).isEmpty();

            var _ = scene.gateway.reload(scene.yaml(plan(postfix.port(), password(PASSWORD))));
            scene.lab.clock().advance(Duration.ofMinutes(10));
            assertThat(arrived(scene, postfix)).isEqualTo(MESSAGE);
            scene.gateway.await(
                    "the alarm is over",
                    () -> !scene.gateway.events(Event.AlarmCleared.class).isEmpty());
            assertThat(undelivered(scene)).isEmpty();
        }
    }

    private static List<QueueDesk.Delivery> undelivered(RelayScene scene) throws Exception {
        return scene.gateway
                .desk()
                .list(
                        QueueDesk.Filter.of(
                                Set.of(
                                        DeliveryState.WAITING,
                                        DeliveryState.PARKED,
                                        DeliveryState.BOUNCED),
                                10));
    }

    /// Dovecot's server has no SMTPUTF8.
    @Test
    void dovecotTakesItForATokenOctetForOctet() throws Exception {
        try (Postfix postfix = Postfix.start(authority);
                DovecotSubmission submission =
                        DovecotSubmission.byToken(
                                Peers.require("dovecot"),
                                authority,
                                postfix.trustedPort(),
                                RealUpstreamsTest::owner);
                RelayScene scene = scene(submission.port(), "{mailbox: " + ERP + ", tenant: lab}");
                Client device = scene.trusted()) {
            String plain = MESSAGE.replace("From: Žofie", "From: Zofie");
            hand(device, " BODY=8BITMIME", "anna@contoso.com", plain);

            assertThat(arrived(scene, postfix)).isEqualTo(plain);
            assertThat(submission.said()).containsIgnoringCase("method=XOAUTH2");
        }
    }

    @Test
    void tokenThatDovecotRefusesWaitsAndAPersonIsTold() throws Exception {
        try (Postfix postfix = Postfix.start(authority);
                DovecotSubmission submission =
                        DovecotSubmission.byToken(
                                Peers.require("dovecot"),
                                authority,
                                postfix.trustedPort(),
                                _ -> Optional.empty());
                RelayScene scene = scene(submission.port(), "{mailbox: " + ERP + ", tenant: lab}");
                Client device = scene.trusted()) {
            hand(device, " BODY=8BITMIME", "anna@contoso.com", MESSAGE);
            scene.gateway.await(
                    "it was tried",
                    () -> !scene.gateway.events(Event.HandOverDeferred.class).isEmpty());

            assertThat(scene.gateway.events(Event.AlarmRaised.class).getFirst().text())
                    .contains("535");
            assertThat(undelivered(scene))
                    .singleElement()
                    .extracting(QueueDesk.Delivery::state)
                    .isEqualTo(DeliveryState.WAITING);
            assertThat(postfix.mail()).isEmpty();
        }
    }

    /// Every application token of the lab is the mailbox's.
    private static Optional<String> owner(String token) {
        return Jwt.read(token)
                .filter(jwt -> jwt.text("aud").startsWith("https://outlook.office365.com"))
                .map(_ -> ERP);
    }
}
