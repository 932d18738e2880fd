package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.DeviceEntry;
import dev.postern.event.Event;
import dev.postern.submission.Client;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in by the whole gateway, who is not, and what it remembers of both.
@Tag("acceptance")
class RelayDoorTest {

    private static final String SCANNER = "scanner@example.cz";
    private static final RelayScene.Plan PLAN =
            new RelayScene.Plan(
                    "[{recipients: [internal, contoso.com], to: host}]",
                    "host: {smart-host: {host: localhost, port: {smart-host-port}, trust: ca.pem}}\n");

    @TempDir Path folder;

    @Test
    void accountMaySendAsItselfOnlyAndWhereARouteLeads() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            scene.account("printer1", SCANNER);
            try (Client printer = scene.signedIn("printer1")) {
                printer.ask("MAIL FROM:<director@example.cz>", "550 5.7.1");
                printer.ask("MAIL FROM:<" + SCANNER + ">", "250");
                printer.ask("RCPT TO:<a@fabrikam.com>", "550 5.7.1");
                printer.ask("RCPT TO:<a@contoso.com>", "250");
                printer.ask("DATA", "354");
                printer.ask("From: director@example.cz\r\nSubject: x\r\n\r\nx\r\n.", "550 5.7.1");
                printer.send(SCANNER, "a@contoso.com");
            }
            assertThat(scene.arrived(1)).hasSize(1);

            // What is remembered is written behind, and at the end at the latest.
            scene.restart(PLAN);
            DeviceEntry device = only(scene.gateway.accounts().devices());
            assertThat(device.account()).isEqualTo("printer1");
            assertThat(device.hello()).isEqualTo("printer");
            assertThat(device.tls()).hasValue("TLSv1.3");
            assertThat(device.mechanism()).hasValue("PLAIN");
            assertThat(device.senders()).contains(SCANNER);
            assertThat(device.messages()).isEqualTo(1);
            assertThat(device.refused()).isPositive();
        }
    }

    private static DeviceEntry only(List<DeviceEntry> devices) {
        assertThat(devices).hasSize(1);
        return devices.getFirst();
    }

    @Test
    void wrongPasswordIsRefusedAndAfterManyNothingIsCheckedForAWhile() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            scene.account("printer1", SCANNER);
            for (int i = 0; i < 20 && scene.gateway.events(Event.LockedOut.class).isEmpty(); i++) {
                try (Client thief = scene.device()) {
                    thief.ask(
                            "AUTH PLAIN " + RelayScene.plain("printer1", "guess" + i), "535 5.7.8");
                }
            }
            assertThat(scene.gateway.events(Event.LockedOut.class)).isNotEmpty();
            try (Client thief = scene.device()) {
                thief.ask(
                        "AUTH PLAIN " + RelayScene.plain("printer1", RelayScene.PASSWORD),
                        "421 4.7.0");
            }
            scene.restart(PLAN);
            DeviceEntry device = only(scene.gateway.accounts().devices());
            assertThat(device.account()).isEqualTo("printer1");
            assertThat(device.messages()).isZero();
            assertThat(device.refused()).isPositive();
            assertThat(device.lastRefusal()).isPresent();
        }
    }

    @Test
    void accountOfAnotherNetworkIsRefusedThoughThePasswordIsRight() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            var _ = scene.add(RelayScene.order("printer1", List.of("10.20.0.0/16"), SCANNER));
            try (Client printer = scene.device()) {
                printer.ask(
                        "AUTH PLAIN " + RelayScene.plain("printer1", RelayScene.PASSWORD),
                        "535 5.7.8");
            }
            assertThat(scene.gateway.events(Event.SignInRefused.class))
                    .singleElement()
                    .extracting(Event.SignInRefused::reason)
                    .asString()
                    .contains("may not be used from this network");
        }
    }

    @Test
    void whoHasNotSignedInSendsNothing() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            try (Client stranger = scene.device()) {
                for (String sender : List.of(SCANNER, "", "a@contoso.com")) {
                    stranger.ask("MAIL FROM:<" + sender + ">", "530 5.7.0");
                    stranger.ask("RCPT TO:<razr@example.cz>", "503");
                }
            }
            assertThat(scene.outbox()).isEmpty();
            assertThat(scene.gateway.events(Event.Submitted.class)).isEmpty();
        }
    }

    /// This machine is not in the networks that are trusted then, whatever the listener is like.
    @Test
    void strangersAreRelayedForByNoListener() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            String other = "trusted: [10.20.0.0/16]";
            for (String signIn : List.of("trusted", "either")) {
                String yaml =
                        scene.yaml(PLAN)
                                .replace("trusted: [127.0.0.0/8]", other)
                                .replace("sign-in: trusted", "sign-in: " + signIn);
                assertThat(yaml).contains(other, "sign-in: " + signIn);
                var _ = scene.gateway.reload(yaml);
                for (String sender : List.of(SCANNER, "", "a@contoso.com", "root@[127.0.0.1]")) {
                    for (String to :
                            List.of(
                                    "a@contoso.com",
                                    "a%contoso.com@example.cz",
                                    "\"a@contoso.com\"@example.cz",
                                    "@example.cz:a@contoso.com")) {
                        try (Client stranger = scene.trusted()) {
                            stranger.say("MAIL FROM:<" + sender + ">");
                            assertThat(stranger.hear("5")).matches("5[35]0 5\\.7\\.[01] .*");
                            stranger.ask("RCPT TO:<" + to + ">", "5");
                            stranger.ask("DATA", "5");
                        }
                    }
                }
            }
            assertThat(scene.gateway.events(Event.Submitted.class)).isEmpty();
            assertThat(scene.outbox()).isEmpty();
        }
    }
}
