package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.Outbox.Server;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.submission.Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way out, by the whole gateway: from a password at the listener to the lab's outbox.
@Tag("acceptance")
class RelayWaysTest {

    private static final String NOREPLY = "noreply@example.cz";
    private static final String EXCHANGE =
            "exchange: {exchange: {tenant: lab, mailbox: noreply@example.cz}}\n";
    private static final String SMART_HOST =
            "host: {smart-host: {host: localhost, port: {smart-host-port}, trust: ca.pem}}\n";
    private static final String HVE =
            "hve: {hve: {account: hve@example.cz, tenant: lab, server: \"{hve}\"}}\n";

    @TempDir Path folder;

    private static RelayScene.Plan all(String to, String destinations) {
        return new RelayScene.Plan("[{to: " + to + "}]", destinations);
    }

    @Test
    void passwordBecomesATokenAndTheMessageStaysAsItIs() throws Exception {
        try (RelayScene scene = new RelayScene(folder, all("exchange", EXCHANGE))) {
            scene.account("printer1", NOREPLY);
            String sent = RelayScene.letter(NOREPLY, "1");
            try (Client printer = scene.signedIn("printer1")) {
                RelayScene.send(printer, NOREPLY, List.of("razr@example.cz"), stuffed(sent));
            }
            Outbox.Accepted came = scene.arrived(1).getFirst();

            assertThat(came.way().server()).isEqualTo(Server.EXCHANGE);
            assertThat(came.way().account()).isEqualTo(NOREPLY);
            assertThat(came.envelope().sender()).isEqualTo(NOREPLY);
            assertThat(came.envelope().addresses()).containsExactly("razr@example.cz");
            assertThat(RelayScene.text(came)).endsWith(sent).startsWith("Received: ");
            assertThat(withoutReceived(RelayScene.text(came))).isEqualTo(sent);
            assertThat(RelayScene.text(came))
                    .contains("ESMTPSA", "by postern.example.cz")
                    .doesNotContain(RelayScene.PASSWORD);
        }
    }

    /// What the listener spares: directly the same device gets nowhere.
    @Test
    void passwordDirectlyAtExchangeIsRefused() throws Exception {
        try (RelayScene scene = new RelayScene(folder, all("exchange", EXCHANGE));
                Client device = new Client(portOf(scene.lab.started().smtp()))) {
            device.hear("220");
            device.ask("EHLO printer", "250");
            device.ask("STARTTLS", "220");
            var _ = device.secure(scene.lab.clientContext());
            device.ask("EHLO printer", "250");
            device.ask("AUTH LOGIN", "334");
            device.ask("bm9yZXBseUBleGFtcGxlLmN6", "334");
            device.ask("cGFzc3dvcmQ=", "550 5.7.30");
        }
    }

    @Test
    void eachSendersOwnMailboxSignsIn() throws Exception {
        try (RelayScene scene =
                new RelayScene(
                        folder,
                        all("exchange", "exchange: {exchange: {tenant: lab, as: sender}}\n"))) {
            try (Client copier = scene.trusted()) {
                for (String sender : List.of(NOREPLY, "razr@example.cz")) {
                    scene.lab
                            .directory()
                            .patch(
                                    "/tenants/example/exchange/mailboxes/" + sender,
                                    "{smtp-auth: enabled}");
                    copier.send(sender, "someone@contoso.com");
                }
            }
            assertThat(scene.arrived(2))
                    .extracting(one -> one.way().account())
                    .containsExactlyInAnyOrder(NOREPLY, "razr@example.cz");
        }
    }

    @Test
    void smartHostTakesMailForTheWorld() throws Exception {
        try (RelayScene scene = new RelayScene(folder, all("host", SMART_HOST));
                Client copier = scene.trusted()) {
            String sent = RelayScene.letter("scanner@example.cz", "1");
            List<String> to = List.of("a@contoso.com", "b@example.cz");
            RelayScene.send(copier, "scanner@example.cz", to, stuffed(sent));
            Outbox.Accepted came = scene.arrived(1).getFirst();

            assertThat(came.way().server()).isEqualTo(Server.SMART_HOST);
            assertThat(came.envelope().addresses()).isEqualTo(to);
            assertThat(withoutReceived(RelayScene.text(came))).isEqualTo(sent);
        }
    }

    @Test
    void azureCommunicationServicesTakesMailBySecretAndByToken() throws Exception {
        String acs =
                "%s: {acs-smtp: {username: postern, tenant: lab, sign-in: %s, server: \"{acs-smtp}\"}}\n";
        String both = acs.formatted("secret", "secret") + acs.formatted("token", "token");
        RelayScene.Plan plan =
                new RelayScene.Plan("[{recipients: contoso.com, to: secret}, {to: token}]", both);
        try (RelayScene scene = new RelayScene(folder, plan);
                Client copier = scene.trusted()) {
            copier.send(NOREPLY, "a@contoso.com");
            copier.send(NOREPLY, "b@fabrikam.com");

            assertThat(scene.arrived(2))
                    .allMatch(one -> one.way().server() == Server.ACS_SMTP)
                    .extracting(one -> one.envelope().addresses().getFirst())
                    .containsExactlyInAnyOrder("a@contoso.com", "b@fabrikam.com");
        }
    }

    @Test
    void highVolumeEmailTakesInternalRecipientsFiftyAtATimeAndOthersGoTheNextWay()
            throws Exception {
        List<String> internal =
                IntStream.rangeClosed(1, 120).mapToObj(i -> "r" + i + "@example.cz").toList();
        List<String> external = List.of("a@contoso.com", "b@fabrikam.com");
        try (RelayScene scene = new RelayScene(folder, all("[hve, host]", HVE + SMART_HOST));
                Client copier = scene.trusted()) {
            for (String one : internal) {
                scene.lab.directory().put("/tenants/example/exchange/mailboxes/" + one, "{}");
            }
            String sent = RelayScene.letter("scanner@example.cz", "1");
            List<String> to = new ArrayList<>(internal);
            to.addAll(60, external);
            RelayScene.send(copier, "scanner@example.cz", to, stuffed(sent));
            scene.gateway.await(
                    "all are delivered", () -> recipients(scene.outbox()).count() == to.size());

            List<Outbox.Accepted> hve = scene.outbox(Server.HVE);
            assertThat(recipients(hve)).containsExactlyInAnyOrderElementsOf(internal);
            assertThat(hve)
                    .allMatch(one -> one.envelope().recipients().size() <= 50)
                    .allMatch(one -> one.envelope().sender().equals("hve@example.cz"));
            assertThat(RelayScene.text(hve.getFirst()))
                    .contains("From: Scanner <hve@example.cz>")
                    .contains("Reply-To: Scanner <scanner@example.cz>");
            assertThat(recipients(scene.outbox(Server.SMART_HOST)))
                    .containsExactlyInAnyOrderElementsOf(external);
            assertThat(scene.outbox(Server.SMART_HOST))
                    .allMatch(one -> one.envelope().sender().equals("scanner@example.cz"));
            scene.gateway.await(
                    "nothing is left",
                    () ->
                            scene.gateway
                                    .desk()
                                    .list(
                                            QueueDesk.Filter.of(
                                                    Set.of(
                                                            DeliveryState.WAITING,
                                                            DeliveryState.SENDING,
                                                            DeliveryState.PARKED),
                                                    10))
                                    .isEmpty());
        }
    }

    private static Stream<String> recipients(List<Outbox.Accepted> messages) {
        return messages.stream().flatMap(one -> one.envelope().addresses().stream());
    }

    static int portOf(String place) {
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    /// As it goes over the wire (RFC 5321 §4.5.2).
    static String stuffed(String text) {
        return text.replace("\r\n.", "\r\n..");
    }

    private static String withoutReceived(String text) {
        return text.replaceFirst("(?s)\\AReceived: .*?\r\n(?=[^ \t])", "");
    }
}
