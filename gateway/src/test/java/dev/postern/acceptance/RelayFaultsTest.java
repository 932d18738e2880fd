package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.lab.entra.EntraFault;
import dev.postern.lab.entra.EntraFaults;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.Outbox.Server;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.submission.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a message when something is wrong on its way out.
@Tag("acceptance")
class RelayFaultsTest {

    private static final String NOREPLY = "noreply@example.cz";
    private static final String SCANNER = "scanner@example.cz";
    private static final String RETRY = ", retry: {first: 1s, longest: 2s}";
    private static final String EXCHANGE =
            "exchange: {exchange: {tenant: lab, mailbox: noreply@example.cz}%s}\n".formatted(RETRY);
    private static final String HOST =
            "host: {smart-host: {host: localhost, port: {smart-host-port}, trust: ca.pem}%s}\n"
                    .formatted(RETRY);
    private static final String TENANT = "/tenants/example/exchange";

    @TempDir Path folder;

    private RelayScene scene(String to, String destinations) throws Exception {
        return new RelayScene(folder, new RelayScene.Plan("[{to: " + to + "}]", destinations));
    }

    private static List<QueueDesk.Delivery> in(RelayScene scene, DeliveryState state)
            throws Exception {
        return scene.gateway.desk().list(QueueDesk.Filter.of(Set.of(state), 1000));
    }

    private static String words(Event.AlarmRaised alarm) {
        return alarm.subject() + ": " + alarm.text();
    }

    @Test
    void whileTheFirstWayIsDownTheNextTakesOverAndTheFirstComesBack() throws Exception {
        try (RelayScene scene = scene("[exchange, host]", EXCHANGE + HOST);
                Client copier = scene.trusted()) {
            long down =
                    scene.lab
                            .mail()
                            .faults()
                            .add(
                                    "answer protocol=smtp command=CONNECT text=\"421 4.3.2 Service not active\"");
            copier.send(NOREPLY, "a@contoso.com");
            copier.send(NOREPLY, "b@contoso.com");
            assertThat(scene.arrived(2)).allMatch(at(Server.SMART_HOST));

            boolean _ = scene.lab.mail().faults().remove(down);
            scene.lab.clock().advance(Duration.ofMinutes(5));
            copier.send(NOREPLY, "c@contoso.com");
            scene.gateway.await(
                    "the first way is used again",
                    () -> {
                        copier.send(NOREPLY, "d@contoso.com");
                        scene.lab.clock().advance(Duration.ofSeconds(3));
                        return !scene.outbox(Server.EXCHANGE).isEmpty();
                    });
            assertThat(in(scene, DeliveryState.PARKED)).isEmpty();
        }
    }

    private static Predicate<Outbox.Accepted> at(Server server) {
        return one -> one.way().server() == server;
    }

    @Test
    void overItsQuotaOfTheDayTheNextTakesOver() throws Exception {
        String limited = EXCHANGE.replace(RETRY, RETRY + ", recipients-per-day: 3");
        try (RelayScene scene = scene("[exchange, host]", limited + HOST);
                Client copier = scene.trusted()) {
            for (int i = 0; i < 8; i++) {
                copier.send(NOREPLY, "a" + i + "@contoso.com");
            }
            assertThat(scene.arrived(8)).hasSize(8);
            assertThat(scene.outbox(Server.EXCHANGE)).hasSize(3);
        }
    }

    @Test
    void whatAnAdministratorMustMendWaitsWithOneAlarmAndGoesOnByItself() throws Exception {
        try (RelayScene scene = scene("exchange", EXCHANGE);
                Client copier = scene.trusted()) {
            scene.lab.directory().patch(TENANT + "/mailboxes/" + NOREPLY, "{smtp-auth: disabled}");
            for (int i = 0; i < 3; i++) {
                copier.send(NOREPLY, "a" + i + "@contoso.com");
            }
            scene.gateway.await(
                    "it was tried and tried again",
                    () -> {
                        scene.lab.clock().advance(Duration.ofSeconds(2));
                        return scene.gateway.events(Event.HandOverDeferred.class).size() >= 3;
                    });

            assertThat(scene.gateway.events(Event.AlarmRaised.class))
                    .singleElement()
                    .extracting(RelayFaultsTest::words)
                    .asString()
                    .contains("exchange", "Set-CASMailbox", "SmtpClientAuthenticationDisabled");
            assertThat(scene.outbox()).isEmpty();
            assertThat(scene.gateway.events(Event.Returned.class)).isEmpty();
            assertThat(scene.gateway.events(Event.SenderTold.class)).isEmpty();

            scene.lab.directory().patch(TENANT + "/mailboxes/" + NOREPLY, "{smtp-auth: enabled}");
            scene.gateway.await(
                    "all arrive",
                    () -> {
                        scene.lab.clock().advance(Duration.ofSeconds(10));
                        return scene.outbox().size() == 3;
                    });
            scene.gateway.await(
                    "the alarm is over",
                    () -> scene.gateway.events(Event.AlarmCleared.class).size() == 1);
        }
    }

    @Test
    void oneUnknownRecipientOfThreeIsToldToTheSenderInTheServersWords() throws Exception {
        try (RelayScene scene = scene("host", HOST);
                Client copier = scene.trusted()) {
            scene.lab.directory().patch("/smart-host", "{unknown: [nobody@contoso.com]}");
            RelayScene.send(
                    copier,
                    SCANNER,
                    List.of("a@contoso.com", "nobody@contoso.com", "b@contoso.com"),
                    RelayWaysTest.stuffed(RelayScene.letter(SCANNER, "7")));
            List<Outbox.Accepted> came = scene.arrived(2);

            assertThat(came.get(0).envelope().addresses())
                    .containsExactly("a@contoso.com", "b@contoso.com");
            Outbox.Accepted report = came.get(1);
            assertThat(report.envelope().sender()).isEmpty();
            assertThat(report.envelope().addresses()).containsExactly(SCANNER);
            assertThat(RelayScene.text(report))
                    .contains(
                            "Content-Type: multipart/report",
                            "Final-Recipient: rfc822; nobody@contoso.com",
                            "Action: failed",
                            "Status: 5.1.1",
                            "550 5.1.1 <nobody@contoso.com>: Recipient unknown",
                            "<7@example.cz>")
                    .doesNotContain("Final-Recipient: rfc822; a@contoso.com");
        }
    }

    @Test
    void nullSenderIsNeverTold() throws Exception {
        try (RelayScene scene = scene("host", HOST);
                Client copier = scene.trusted()) {
            scene.lab.directory().patch("/smart-host", "{unknown: [nobody@contoso.com]}");
            copier.ask("MAIL FROM:<>", "250 2.1.0");
            copier.ask("RCPT TO:<nobody@contoso.com>", "250 2.1.5");
            copier.ask("DATA", "354");
            copier.ask("From: a@example.cz\r\nSubject: report\r\n\r\nx\r\n.", "250 2.0.0");
            scene.gateway.await(
                    "it is parked for a person", () -> in(scene, DeliveryState.PARKED).size() == 1);

            assertThat(scene.outbox()).isEmpty();
            assertThat(scene.gateway.events(Event.SenderTold.class)).isEmpty();
        }
    }

    @Test
    void senderIsToldOnceThatAMessageWaitsAndItArrivesWhenTheServerIsBack() throws Exception {
        try (RelayScene scene =
                new RelayScene(
                        folder,
                        new RelayScene.Plan(
                                "[{recipients: internal, to: exchange}, {to: host}]",
                                EXCHANGE + HOST))) {
            long away = scene.lab.mail().faults().add("drop protocol=smart-host command=CONNECT");
            try (Client copier = scene.trusted()) {
                copier.send("razr@example.cz", "a@contoso.com");
            }
            scene.gateway.await(
                    "it was tried",
                    () -> !scene.gateway.events(Event.HandOverDeferred.class).isEmpty());
            // More than the four hours after which a sender is warned.
            for (int i = 0; i < 10; i++) {
                int before = scene.gateway.events(Event.HandOverDeferred.class).size();
                scene.lab.clock().advance(Duration.ofMinutes(30));
                scene.gateway.await(
                        "it was tried again",
                        () -> scene.gateway.events(Event.HandOverDeferred.class).size() > before);
            }
            scene.gateway.await(
                    "the sender is told",
                    () -> scene.gateway.events(Event.SenderTold.class).size() == 1);
            assertThat(scene.gateway.events(Event.SenderTold.class))
                    .singleElement()
                    .extracting(Event.SenderTold::notice)
                    .isEqualTo("delayed");

            boolean _ = scene.lab.mail().faults().remove(away);
            scene.lab.clock().advance(Duration.ofMinutes(5));
            scene.gateway.await("it arrives", () -> scene.outbox(Server.SMART_HOST).size() == 1);
            assertThat(in(scene, DeliveryState.PARKED)).isEmpty();
        }
    }

    @Test
    void tokenEndpointThatIsAwayDelaysAndLosesNothing() throws Exception {
        try (RelayScene scene = scene("exchange", EXCHANGE);
                Client copier = scene.trusted()) {
            scene.lab.entra().faults().add(new EntraFault.Unavailable(503), EntraFaults.ALWAYS);
            copier.send(NOREPLY, "a@contoso.com");
            scene.gateway.await(
                    "it was tried",
                    () -> !scene.gateway.events(Event.HandOverDeferred.class).isEmpty());
            scene.lab.entra().faults().clear();
            scene.gateway.await(
                    "it arrives",
                    () -> {
                        scene.lab.clock().advance(Duration.ofSeconds(30));
                        return scene.outbox().size() == 1;
                    });
            assertThat(in(scene, DeliveryState.PARKED)).isEmpty();
        }
    }

    @Test
    void lostReplyIsCountedAndTheMessageComesAgainUnderItsMessageId() throws Exception {
        try (RelayScene scene = scene("host", HOST);
                Client copier = scene.trusted()) {
            scene.lab.mail().faults().add("lost-reply protocol=smart-host times=1");
            RelayScene.send(
                    copier,
                    SCANNER,
                    List.of("a@contoso.com"),
                    RelayWaysTest.stuffed(RelayScene.letter(SCANNER, "8")));
            List<Outbox.Accepted> came = scene.arrived(2);

            assertThat(came)
                    .extracting(one -> one.content().sha256())
                    .containsOnly(came.getFirst().content().sha256());
            assertThat(RelayScene.text(came.get(1))).contains("Message-ID: <8@example.cz>");
            assertThat(scene.gateway.desk().level().unclear()).isEqualTo(1);
            assertThat(scene.gateway.events(Event.HandOverUnclear.class)).hasSize(1);
        }
    }

    @Test
    void twoHundredMessagesOnOneConnectionArriveAsTwoHundred() throws Exception {
        try (RelayScene scene = scene("host", HOST);
                Client copier = scene.trusted()) {
            for (int i = 1; i <= 200; i++) {
                copier.send(SCANNER, "a" + i + "@contoso.com");
            }
            assertThat(scene.arrived(200))
                    .extracting(one -> one.envelope().addresses().getFirst())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, 200)
                                    .mapToObj(i -> "a" + i + "@contoso.com")
                                    .toList());
        }
    }

    @Test
    void clientThatDropsInTheMiddleOfAMessageLeavesNothing() throws Exception {
        try (RelayScene scene = scene("host", HOST)) {
            try (Client copier = scene.trusted()) {
                copier.ask("MAIL FROM:<scanner@example.cz>", "250");
                copier.ask("RCPT TO:<a@contoso.com>", "250");
                copier.ask("DATA", "354");
                copier.say("Subject: half\r\n\r\n" + "x".repeat(900));
            }
            scene.gateway.await(
                    "the session is over",
                    () -> scene.gateway.events(Event.SessionOver.class).size() == 1);
            try (Client copier = scene.trusted()) {
                copier.send(SCANNER, "b@contoso.com");
            }
            assertThat(scene.arrived(1))
                    .singleElement()
                    .extracting(one -> one.envelope().addresses())
                    .isEqualTo(List.of("b@contoso.com"));
            assertThat(scene.gateway.desk().list(QueueDesk.Filter.any(10))).hasSize(1);
        }
    }
}
