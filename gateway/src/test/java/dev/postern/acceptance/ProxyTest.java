package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.DeviceEntry;
import dev.postern.event.Event;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.submission.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that know a password and nothing else, and a server that takes none.
@Tag("acceptance")
class ProxyTest {

    private static final String TENANT = "/tenants/example/exchange/mailboxes/";
    private static final String FOREIGN = "192.0.2.0/24";

    @TempDir private Path folder;

    @Test
    void clientWithALocalPasswordReadsItsMailbox() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.lab.mail().store().deliver(ProxyScene.MAILBOX, MessageSource.generated(1, 3000));
            try (Client client = scene.signedIn()) {
                client.say("a SELECT INBOX");
                assertThat(client.until("a OK")).contains("* 1 EXISTS");
                client.say("b FETCH 1 BODY.PEEK[]");
                assertThat(client.until("b OK")).anyMatch(line -> line.startsWith("* 1 FETCH"));
                client.say("c LOGOUT");
                assertThat(client.until("c OK")).anyMatch(line -> line.startsWith("* BYE"));
                client.hearEnd();
            }
            Event.Proxied over = over(scene);
            assertThat(over.client().account()).isEqualTo("razr-app");
            assertThat(over.client().tls()).isEmpty();
            assertThat(over.mailbox()).isEqualTo(ProxyScene.MAILBOX);
            assertThat(over.passed().serverTls()).isEqualTo("TLSv1.3");
            assertThat(over.passed().toClient()).isGreaterThan(3000);
            assertThat(over.end()).contains("server");
        }
    }

    private static Event.Proxied over(ProxyScene scene) throws Exception {
        scene.gateway.await(
                "the session is over", () -> !scene.gateway.events(Event.Proxied.class).isEmpty());
        return scene.gateway.events(Event.Proxied.class).getFirst();
    }

    @Test
    void whatIsSentBehindTheLoginIsKeptAndPassedOn() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            try (Client client = scene.client()) {
                client.say(
                        "a LOGIN razr-app/%s \"%s\"\r\nb SELECT INBOX\r\nc NOOP"
                                .formatted(ProxyScene.MAILBOX, ProxyScene.PASSWORD));
                client.hear("a OK [CAPABILITY");
                client.until("b OK");
                client.until("c OK");
            }
        }
    }

    @Test
    void nobodyWhoIsNotLetInCausesAnythingUpstream() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.account("elsewhere", List.of(ProxyScene.OTHER), FOREIGN);
            long before = scene.noticed();

            try (Client client = scene.client()) {
                assertThat(ProxyScene.login(client, ProxyScene.MAILBOX, "wrong"))
                        .startsWith("l NO [AUTHENTICATIONFAILED]");
                assertThat(ProxyScene.login(client, ProxyScene.OTHER, ProxyScene.PASSWORD))
                        .startsWith("l NO [AUTHENTICATIONFAILED]");
                assertThat(
                                ProxyScene.login(
                                        client,
                                        "razr-app/" + ProxyScene.OTHER,
                                        ProxyScene.PASSWORD))
                        .startsWith("l NO [AUTHORIZATIONFAILED]");
                client.hear("* BYE Too many failed sign-ins");
            }
            try (Client client = scene.client()) {
                assertThat(ProxyScene.login(client, "nobody@example.cz", ProxyScene.PASSWORD))
                        .startsWith("l NO [AUTHENTICATIONFAILED]");
                assertThat(
                                ProxyScene.login(
                                        client,
                                        "elsewhere/" + ProxyScene.OTHER,
                                        ProxyScene.PASSWORD))
                        .startsWith("l NO [AUTHENTICATIONFAILED]");
            }

            assertThat(scene.noticed()).isEqualTo(before);
            assertThat(scene.lab.mail().journal().connections()).isZero();
            assertThat(scene.gateway.events(Event.SignInRefused.class)).hasSize(5);
        }
    }

    @Test
    void clientFromAnotherNetworkIsNotEvenGreeted() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, ", networks: [" + FOREIGN + "]");
                Client client = new Client(scene.port)) {
            client.hearEnd();
        }
    }

    @Test
    void missingRightBecomesARefusalThatAPersonCanActOn() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.lab.directory().put(TENANT + ProxyScene.MAILBOX, "{full-access: []}");
            try (Client client = scene.client()) {
                assertThat(ProxyScene.login(client, ProxyScene.MAILBOX, ProxyScene.PASSWORD))
                        .startsWith("l NO [CONTACTADMIN]")
                        .contains("FullAccess");
            }
            assertThat(scene.gateway.events(Event.NotJoined.class))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.reason())
                                    .contains(
                                            "authenticated but not connected",
                                            "Likeliest cause: ",
                                            "Add-MailboxPermission -Identity razr@example.cz -User 44444444-4444-4444-4444-444444444444",
                                            "`postern check 127.0.0.1:%d` tells more"
                                                    .formatted(scene.port)));
        }
    }

    @Test
    void throttledMailboxIsLeftAloneForAsLongAsTheServerWants() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.lab.mail().faults().add("throttled command=AUTHENTICATE times=1 backoff=90s");
            try (Client client = scene.client()) {
                assertThat(ProxyScene.login(client, ProxyScene.MAILBOX, ProxyScene.PASSWORD))
                        .startsWith("l NO [LIMIT]")
                        .contains("try again in 91 s");
                long connections = scene.lab.mail().journal().connections();
                assertThat(ProxyScene.login(client, ProxyScene.MAILBOX, ProxyScene.PASSWORD))
                        .startsWith("l NO [LIMIT]");
                assertThat(scene.lab.mail().journal().connections()).isEqualTo(connections);
                scene.lab.clock().advance(Duration.ofSeconds(91));
                client.ask(
                        "l LOGIN %s \"%s\"".formatted(ProxyScene.MAILBOX, ProxyScene.PASSWORD),
                        "l OK");
            }
        }
    }

    @Test
    void tokenThatEndsInTheMidstOfASessionIsNewAtTheNextSignIn() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            scene.lab.mail().faults().add("token-expired command=NOOP times=1");
            try (Client client = scene.signedIn()) {
                client.say("a NOOP");
                client.hear("* BYE Session invalidated - AccessTokenExpired");
                client.hearEnd();
            }
            try (Client client = scene.signedIn()) {
                client.ask("a NOOP", "a OK");
            }
        }
    }

    @Test
    void connectionsBeyondTheCapWaitForAMomentAndAreThenRefused() throws Exception {
        try (ProxyScene scene =
                new ProxyScene(folder, ", mailbox: {connections: 1, patience: 0s}")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            try (Client first = scene.signedIn();
                    Client second = scene.client()) {
                assertThat(ProxyScene.login(second, ProxyScene.MAILBOX, ProxyScene.PASSWORD))
                        .startsWith("l NO [LIMIT]");
                assertThat(scene.lab.mail().journal().connectionsMost(ProxyScene.MAILBOX))
                        .isEqualTo(1);
                first.ask("a NOOP", "a OK");
            }
            over(scene);
            try (Client third = scene.signedIn()) {
                third.ask("a NOOP", "a OK");
            }
        }
    }

    @Test
    void passwordsAreForSecuredConnectionsAndTheDeviceIsRemembered() throws Exception {
        try (ProxyScene scene =
                new ProxyScene(
                        folder, ", tls: {mode: starttls, certificate: tls.pem, key: tls.key}")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            try (Client client = scene.secured()) {
                client.say("i ID (\"name\" \"Old Mailer\")");
                client.until("i OK");
                client.ask(
                        "l LOGIN %s \"%s\"".formatted(ProxyScene.MAILBOX, ProxyScene.PASSWORD),
                        "l OK [CAPABILITY");
                client.ask("a NOOP", "a OK");
            }
            assertThat(over(scene).client().tls()).isEqualTo("TLSv1.3");
            scene.gateway.close();
            List<DeviceEntry> devices = scene.gateway.accounts().devices();
            assertThat(devices)
                    .singleElement()
                    .satisfies(device -> {
                        assertThat(device.account()).isEqualTo("razr-app");
                        assertThat(device.hello()).isEqualTo("Old Mailer");
                        assertThat(device.tls()).hasValue("TLSv1.3");
                    });
        }
    }

    @Test
    void sessionsAtRestEndInOrderWhenTheServiceStops() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account("razr-app", List.of(ProxyScene.MAILBOX));
            try (Client stranger = scene.client();
                    Client client = scene.signedIn()) {
                scene.gateway.close();
                client.hear("* BYE [UNAVAILABLE]");
                client.hearEnd();
                stranger.hear("* BYE [UNAVAILABLE]");
            }
        }
    }
}
