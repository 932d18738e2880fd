package dev.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.SenderPolicy;
import dev.postern.account.SenderPolicy.From;
import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Shipment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a message on its way in.
class QueuedRelayTest {

    private static final String HEADER =
            "From: a@example.cz\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\nMessage-ID: <1@x>\r\n";
    private static final String MESSAGE = HEADER + "\r\ntext\r\n";
    private static final String SENDER = "a@example.cz";

    private final Desk desk = new Desk();
    private final Principal anybody = Desk.anybody();

    @Test
    void messageThatIsTakenIsInTheQueueWithAllThatIsKnown() throws Exception {
        Receipt receipt = desk.send(anybody, SENDER, MESSAGE);

        assertThat(receipt)
                .isInstanceOfSatisfying(
                        Receipt.Taken.class,
                        taken -> assertThat(taken.messageId()).isEqualTo("<1@x>"));
        Offer offer = desk.intake.offers.getLast();
        assertThat(offer.messageId()).contains("<1@x>");
        assertThat(offer.source()).isEqualTo("0.0.0.0:587");
        assertThat(offer.shipments()).containsExactly(new Shipment(List.of("out"), List.of(0)));
        assertThat(offer.origin())
                .isInstanceOfSatisfying(
                        Origin.Submitted.class,
                        submitted -> {
                            assertThat(submitted.by().account()).isEqualTo("printer1");
                            assertThat(submitted.by().address()).isEqualTo("10.20.0.5");
                            assertThat(submitted.by().hello()).isEqualTo("printer");
                            assertThat(submitted.by().protocol()).isEqualTo("ESMTPSA");
                        });
        assertThat(desk.events).hasExactlyElementsOfTypes(Event.Submitted.class);
    }

    @Test
    void receivedSaysFromWhereAndHowButNotAsWhom() throws Exception {
        desk.send(anybody, SENDER, MESSAGE);

        assertThat(desk.intake.lastText())
                .isEqualTo(
                        "Received: from printer ([10.20.0.5])\r\n"
                                + "\tby gw.example.cz (Postern) with ESMTPSA (TLSv1.2);\r\n"
                                + "\tSun, 1 Mar 2026 08:00:00 +0000\r\n"
                                + MESSAGE)
                .doesNotContain("printer1");
    }

    @Test
    void dateAndMessageIdAreAddedWhereMissing() throws Exception {
        String onward = desk.onward(anybody, SENDER, "From: a@example.cz\r\n\r\ntext\r\n");

        assertThat(onward)
                .matches(
                        String.join(
                                "\r\n",
                                "Date: Sun, 1 Mar 2026 08:00:00 \\+0000",
                                "Message-ID: <[0-9a-z]{32}@gw.example.cz>",
                                "From: a@example.cz",
                                "",
                                "text",
                                ""));
        String id = desk.intake.offers.getLast().messageId().orElseThrow();
        assertThat(onward).contains("Message-ID: " + id + "\r\n");
    }

    @Test
    void bccIsTakenOutHoweverItIsWritten() throws Exception {
        String onward =
                desk.onward(
                        anybody,
                        SENDER,
                        "Bcc: secret@example.cz\r\n"
                                + HEADER
                                + "BCC : one@example.cz,\r\n two@example.cz\r\n"
                                + "X-Bcc: stays\r\nResent-Bcc: three@example.cz\r\n\r\ntext\r\n");

        assertThat(onward).isEqualTo(HEADER + "X-Bcc: stays\r\n\r\ntext\r\n");
    }

    @Test
    void messageWithoutHeaderGetsOne() throws Exception {
        assertThat(desk.onward(anybody, SENDER, "hello\r\nBcc: this is text\r\n"))
                .startsWith("From: <a@example.cz>\r\nDate: ")
                .endsWith("\r\n\r\nhello\r\nBcc: this is text\r\n");
        assertThat(desk.onward(anybody, SENDER, "\r\nhello\r\n"))
                .startsWith("From: <a@example.cz>\r\nDate: ")
                .endsWith("\r\n\r\nhello\r\n");
        assertThat(desk.onward(anybody, SENDER, "")).endsWith(">\r\n\r\n");
    }

    @Test
    void lineThatIsNoFieldEndsTheHeader() throws Exception {
        assertThat(desk.onward(anybody, SENDER, HEADER + "no field\r\nFrom: b@example.cz\r\n\r\n"))
                .isEqualTo(HEADER + "\r\nno field\r\nFrom: b@example.cz\r\n\r\n");
    }

    @Test
    void headerWithoutTextIsAMessage() throws Exception {
        assertThat(desk.onward(anybody, SENDER, HEADER)).isEqualTo(HEADER + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: a\nb\r\n\r\n",
                "X: a\rb\r\n\r\n",
                "X: a\u0000b\r\n\r\n",
                "X: a\r",
            })
    void headerThatReadersDisagreeAboutIsRefused(String header) throws Exception {
        assertThat(desk.refusal(anybody, SENDER, HEADER + header).code()).isEqualTo(554);
    }

    @Test
    void endlessHeaderIsRefused() throws Exception {
        Refusal no =
                desk.refusal(anybody, SENDER, HEADER + "X: y\r\n".repeat(Header.OCTETS_MAX / 6));

        assertThat(no.code()).isEqualTo(552);
        assertThat(no.words()).contains("262144");
    }

    @Test
    void messageBeyondTheBoundIsRefusedAndLeavesNothing() throws Exception {
        String large = MESSAGE + "x".repeat((int) Desk.SIZE_MAX);

        Refusal no =
                switch (desk.send(
                        anybody,
                        Desk.envelope(SENDER),
                        large.getBytes(StandardCharsets.US_ASCII),
                        8192)) {
                    case Receipt.Declined(Refusal why) -> why;
                    case Receipt.Taken taken -> throw new AssertionError(taken);
                };

        assertThat(no.code()).isEqualTo(552);
        assertThat(no.status()).hasToString("5.3.4");
        assertThat(desk.intake.open).isZero();
        assertThat(desk.events).hasExactlyElementsOfTypes(Event.Declined.class);
    }

    @Test
    void letterThatIsNotFinishedLeavesNothing() {
        try (Letter letter = desk.relay.receive(anybody, Desk.peer(), Desk.envelope(SENDER))) {
            letter.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
            assertThat(desk.intake.open).isOne();
            assertThat(letter.hopeless()).isFalse();
        }

        assertThat(desk.intake.open).isZero();
        assertThat(desk.intake.offers).isEmpty();
    }

    @Test
    void storeThatIsFullAsksForPatience() throws Exception {
        desk.intake.full = true;

        Refusal no = desk.refusal(anybody, SENDER, MESSAGE);

        assertThat(no.code()).isEqualTo(452);
        assertThat(no.status()).hasToString("4.3.1");
        assertThat(no.notNow()).isTrue();
    }

    @Test
    void storeThatFillsUpBeforeTheCommitAsksForPatience() throws Exception {
        try (Letter letter = desk.relay.receive(anybody, Desk.peer(), Desk.envelope(SENDER))) {
            letter.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
            desk.intake.full = true;

            assertThat(letter.finish()).isInstanceOf(Receipt.Declined.class);
        }
        assertThat(desk.intake.open).isZero();
    }

    @Test
    void messageThatHasBeenEverywhereIsRefused() throws Exception {
        String hop = "Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\r\n";

        assertThat(desk.send(anybody, SENDER, hop.repeat(Mending.HOPS_MAX) + MESSAGE))
                .isInstanceOf(Receipt.Taken.class);
        assertThat(desk.refusal(anybody, SENDER, hop.repeat(Mending.HOPS_MAX + 1) + MESSAGE))
                .satisfies(no -> {
                    assertThat(no.code()).isEqualTo(554);
                    assertThat(no.status()).hasToString("5.4.6");
                });
    }

    @Test
    void messageThatComesBackAgainAndAgainIsRefused() throws Exception {
        String message = MESSAGE;
        for (int i = 0; i <= Mending.VISITS_MAX; i++) {
            assertThat(desk.send(anybody, SENDER, message)).isInstanceOf(Receipt.Taken.class);
            message = desk.intake.lastText();
        }

        assertThat(desk.refusal(anybody, SENDER, message).words())
                .contains("has been here 5 times");
    }

    @Test
    void accountSendsNoMoreThanItsRate() throws Exception {
        Principal slow =
                Desk.account(new SenderPolicy(List.of("*"), From.KEEP, Optional.empty()), 2);
        desk.send(slow, SENDER, MESSAGE);
        desk.send(slow, SENDER, MESSAGE);

        Refusal no = desk.refusal(slow, SENDER, MESSAGE);

        assertThat(no.code()).isEqualTo(450);
        assertThat(no.status()).hasToString("4.7.1");
        assertThat(desk.relay.sender(slow, AddrSpec.parse(SENDER))).contains(no);
        desk.clock.advance(Duration.ofSeconds(29));
        assertThat(desk.relay.sender(slow, AddrSpec.parse(SENDER))).isPresent();
        desk.clock.advance(Duration.ofSeconds(1));
        assertThat(desk.relay.sender(slow, AddrSpec.parse(SENDER))).isEmpty();
        assertThat(desk.send(slow, SENDER, MESSAGE)).isInstanceOf(Receipt.Taken.class);
        assertThat(desk.send(slow, SENDER, MESSAGE)).isInstanceOf(Receipt.Declined.class);
    }

    @Test
    void recipientWithoutARouteIsRefused() throws Exception {
        Desk closed = new Desk(new Routes(List.of(), Set.of()));

        Refusal no =
                closed.relay
                        .recipient(anybody, AddrSpec.parse(SENDER), Desk.RECIPIENT)
                        .orElseThrow();

        assertThat(no.code()).isEqualTo(550);
        assertThat(no.words()).startsWith("Relaying denied");
        assertThat(closed.refusal(anybody, SENDER, MESSAGE)).isEqualTo(no);
    }

    @Test
    void messageThatNoRouteCarriesForItsSizeIsRefusedInTheEnd() throws Exception {
        Desk narrow =
                new Desk(
                        new Routes(
                                List.of(
                                        new Route(
                                                new Route.When(
                                                        List.of(),
                                                        Route.Recipients.ALL,
                                                        List.of(),
                                                        new Route.Size(-1, 300)),
                                                List.of("graph"))),
                                Set.of()));

        assertThat(narrow.relay.recipient(anybody, AddrSpec.parse(SENDER), Desk.RECIPIENT))
                .isEmpty();
        assertThat(narrow.send(anybody, SENDER, MESSAGE)).isInstanceOf(Receipt.Taken.class);
        assertThat(narrow.refusal(anybody, SENDER, MESSAGE + "x".repeat(300)).code())
                .isEqualTo(552);
    }
}
