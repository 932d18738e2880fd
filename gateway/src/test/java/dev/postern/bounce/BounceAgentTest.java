package dev.postern.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Parcel;
import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Notice;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Reply;
import dev.postern.queue.Shipment;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BounceAgentTest {

    private static final Envelope.Options FULL =
            new Envelope.Options(
                    Optional.of("QQ+2B314"), Optional.of(Envelope.Returned.FULL), false, false);

    private final BounceBench bench = new BounceBench();

    private static Envelope plain(String... recipients) {
        return BounceBench.envelope(
                Envelope.Options.NONE,
                List.of(recipients).stream().map(BounceBench::to).toArray(Recipient[]::new));
    }

    private Answer hand(Notice notice, Envelope envelope, Reply reply) throws Exception {
        return bench.agent.hand(BounceBench.news(notice, envelope, reply, BounceBench.ORIGINAL));
    }

    @Test
    void failureIsReportedInThreePartsThatMime4jReads() throws Exception {
        Answer answer = hand(Notice.FAILED, plain("nobody@example.cz"), BounceBench.UNKNOWN_USER);

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        Message report = bench.report();
        assertThat(report.getFrom().getFirst().getAddress())
                .isEqualTo("postmaster@gate.example.cz");
        assertThat(report.getFrom().getFirst().getName()).isEqualTo("Mail Delivery (Postern)");
        assertThat(report.getTo().toString()).contains("scanner@example.cz");
        assertThat(report.getSubject()).isEqualTo("Not delivered: Přehled");
        assertThat(report.getDate()).isEqualTo(java.util.Date.from(bench.clock.instant()));
        assertThat(report.getMessageId()).isEqualTo("<Q0000000A.failed.17@gate.example.cz>");
        assertThat(report.getHeader().getField("Auto-Submitted").getBody())
                .isEqualTo("auto-replied");
        assertThat(report.getHeader().getField("In-Reply-To").getBody())
                .isEqualTo("<1@scanner.example.cz>");
        assertThat(report.getHeader().getField("Content-Type").getBody())
                .contains("multipart/report", "report-type=delivery-status");
        assertThat(((Multipart) report.getBody()).getCount()).isEqualTo(3);
    }

    @Test
    void statusHasTheServersOwnWords() throws Exception {
        hand(Notice.FAILED, plain("nobody@example.cz"), BounceBench.UNKNOWN_USER);

        assertThat(bench.type(1)).isEqualTo("message/delivery-status");
        assertThat(bench.part(1))
                .isEqualToNormalizingNewlines(
                        """
                        Reporting-MTA: dns; gate.example.cz
                        Arrival-Date: Sat, 21 Nov 2026 07:00:00 +0000

                        Final-Recipient: rfc822; nobody@example.cz
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.example.cz
                        Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.cz>: Recipient address
                         rejected: User unknown
                        Last-Attempt-Date: Sat, 21 Nov 2026 07:01:00 +0000
                        """);
    }

    @Test
    void textSaysWhatHappenedToWhomAndWhatCanBeDone() throws Exception {
        hand(Notice.FAILED, plain("nobody@example.cz"), BounceBench.UNKNOWN_USER);

        assertThat(bench.part(0))
                .contains("could not be delivered")
                .contains("Subject:  Přehled")
                .contains("To nobody@example.cz:")
                .contains("mx.example.cz said:", "550 5.1.1 <nobody@example.cz>")
                .contains("Check the spelling")
                .contains("Q0000000A");
    }

    @Test
    void reportHasTheNullReversePathAndGoesTheSendersWay() throws Exception {
        bench.ways = List.of("exchange", "acs");
        hand(Notice.FAILED, plain("nobody@example.cz"), BounceBench.UNKNOWN_USER);

        Offer offer = bench.intake.offers.getFirst();
        Origin.Report origin = (Origin.Report) offer.origin();
        assertThat(origin.envelope().sender()).isEmpty();
        assertThat(origin.envelope().recipients())
                .containsExactly(
                        new Recipient(
                                AddrSpec.of("scanner@example.cz"),
                                Set.of(Notify.NEVER),
                                Optional.empty()));
        assertThat(origin.about()).isEqualTo(17);
        assertThat(origin.notice()).isEqualTo(Notice.FAILED);
        assertThat(offer.shipments())
                .containsExactly(new Shipment(List.of("exchange", "acs"), List.of(0)));
        assertThat(bench.events)
                .containsExactly(new Event.SenderTold("Q0000000A", "failed", "R000000001"));
    }

    @Test
    void sameNewsIsReportedOnce() throws Exception {
        hand(Notice.FAILED, plain("nobody@example.cz"), BounceBench.UNKNOWN_USER);
        Answer again = hand(Notice.FAILED, plain("nobody@example.cz"), BounceBench.UNKNOWN_USER);

        assertThat(again).isInstanceOf(Answer.Taken.class);
        assertThat(bench.intake.offers).hasSize(1);
    }

    @Test
    void whatTheSenderGaveComesBackDecoded() throws Exception {
        Recipient recipient =
                new Recipient(
                        AddrSpec.of("nobody@example.cz"),
                        Set.of(Notify.FAILURE),
                        Optional.of("rfc822;no+2Bbody@example.cz"));
        hand(Notice.FAILED, BounceBench.envelope(FULL, recipient), BounceBench.UNKNOWN_USER);

        assertThat(bench.part(1))
                .contains("Original-Envelope-Id: QQ+314\r\n")
                .contains("Original-Recipient: rfc822; no+body@example.cz\r\n");
    }

    @Test
    void delayIsCalledTransientWhateverTheServerSaidAndHasAnEnd() throws Exception {
        Reply mend = new Reply(new EnhancedStatus(5, 7, 139), "smtp.example.cz", "535 5.7.139 no");
        hand(Notice.DELAYED, plain("anna@example.cz"), mend);

        assertThat(bench.part(1))
                .contains("Action: delayed\r\n", "Status: 4.7.139\r\n")
                .contains("Will-Retry-Until: Mon, 23 Nov 2026 07:00:00 +0000\r\n");
        assertThat(bench.part(0)).contains("You need not do anything");
        assertThat(bench.type(2)).isEqualTo("text/rfc822-headers");
    }

    @Test
    void relayedSaysThatNothingMoreIsHeard() throws Exception {
        Recipient wants =
                new Recipient(
                        AddrSpec.of("anna@example.cz"), Set.of(Notify.SUCCESS), Optional.empty());
        hand(Notice.RELAYED, BounceBench.envelope(FULL, wants), Reply.done("250 2.0.0 OK"));

        assertThat(bench.part(1)).contains("Action: relayed\r\n", "Status: 2.0.0\r\n");
        assertThat(bench.part(0)).contains("last you hear");
        assertThat(bench.type(2)).isEqualTo("text/rfc822-headers");
    }

    @Test
    void recipientsOfWhomTheSenderDoesNotWantToHearAreLeftOut() throws Exception {
        Recipient never =
                new Recipient(
                        AddrSpec.of("quiet@example.cz"), Set.of(Notify.NEVER), Optional.empty());
        Envelope envelope =
                BounceBench.envelope(
                        Envelope.Options.NONE, never, BounceBench.to("nobody@example.cz"));
        hand(Notice.FAILED, envelope, BounceBench.UNKNOWN_USER);
        assertThat(bench.raw()).contains("nobody@example.cz").doesNotContain("quiet@example.cz");

        Answer answer =
                hand(
                        Notice.FAILED,
                        BounceBench.envelope(Envelope.Options.NONE, never),
                        BounceBench.UNKNOWN_USER);
        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(bench.intake.offers).hasSize(1);
    }

    @Test
    void nobodyIsToldOfWhatHasTheNullReversePath() throws Exception {
        Envelope bounce =
                new Envelope(
                        Optional.empty(),
                        List.of(BounceBench.to("a@example.cz")),
                        Envelope.Options.NONE);

        assertThat(hand(Notice.FAILED, bounce, BounceBench.UNKNOWN_USER))
                .isInstanceOf(Answer.Refused.class);
        assertThat(bench.intake.offers).isEmpty();
    }

    @Test
    void senderWithoutARouteIsARefusalAndAnAlarmUntilThereIsOne() throws Exception {
        bench.ways = List.of();
        for (int i = 0; i < 3; i++) {
            assertThat(hand(Notice.FAILED, plain("a@example.cz"), BounceBench.UNKNOWN_USER))
                    .isInstanceOf(Answer.Refused.class);
        }
        assertThat(bench.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.AlarmRaised.class,
                        alarm -> {
                            assertThat(alarm.subject())
                                    .isEqualTo("no route for reports to example.cz");
                            assertThat(alarm.text()).contains("add a route for example.cz");
                        });

        bench.ways = List.of("exchange");
        hand(Notice.FAILED, plain("a@example.cz"), BounceBench.UNKNOWN_USER);
        assertThat(bench.events)
                .contains(new Event.AlarmCleared("no route for reports to example.cz"));
    }

    @Test
    void fullDiskDelaysTheReport() throws Exception {
        bench.intake.full = true;

        assertThat(hand(Notice.FAILED, plain("a@example.cz"), BounceBench.UNKNOWN_USER))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        answer -> assertThat(answer.cause()).isEqualTo(Answer.Cause.DESTINATION));
    }

    @Test
    void addressesOutsideAsciiGoInSevenBits() throws Exception {
        Recipient recipient = BounceBench.to("žluť@příklad.example");
        Reply reply =
                new Reply(
                        new EnhancedStatus(5, 1, 1), "mx.example.cz", "550 5.1.1 neznámý uživatel");
        hand(Notice.FAILED, BounceBench.envelope(Envelope.Options.NONE, recipient), reply);

        assertThat(bench.raw().chars()).allMatch(c -> c < 0x7f);
        assertThat(bench.part(1))
                .contains(
                        "Final-Recipient: utf-8; \\x{17E}lu\\x{165}@p\\x{159}\\x{ED}klad.example\r\n")
                .contains("Diagnostic-Code: smtp; 550 5.1.1 nezn?m? u?ivatel\r\n");
        assertThat(bench.part(0)).contains("žluť@příklad.example", "neznámý uživatel");
        assertThat(
                        bench.intake
                                .offers
                                .getFirst()
                                .origin()
                                .enveloped()
                                .orElseThrow()
                                .options()
                                .utf8())
                .isFalse();
    }

    @Test
    void senderOutsideAsciiMakesTheReportNeedSmtpUtf8() throws Exception {
        Envelope envelope =
                new Envelope(
                        Optional.of(AddrSpec.of("žluť@example.cz")),
                        List.of(BounceBench.to("a@example.cz")),
                        Envelope.Options.NONE);
        hand(Notice.FAILED, envelope, BounceBench.UNKNOWN_USER);

        assertThat(
                        bench.intake
                                .offers
                                .getFirst()
                                .origin()
                                .enveloped()
                                .orElseThrow()
                                .options()
                                .utf8())
                .isTrue();
    }

    @Test
    void smallMessageComesBackWholeUnlessOnlyItsHeaderIsWanted() throws Exception {
        hand(Notice.FAILED, plain("a@example.cz"), BounceBench.UNKNOWN_USER);
        assertThat(bench.type(2)).isEqualTo("message/rfc822");
        assertThat(bench.raw()).contains("\r\n\r\n" + BounceBench.ORIGINAL);

        BounceBench other = new BounceBench();
        Envelope.Options headers =
                new Envelope.Options(
                        Optional.empty(), Optional.of(Envelope.Returned.HEADERS), false, false);
        other.agent.hand(
                BounceBench.news(
                        Notice.FAILED,
                        BounceBench.envelope(headers, BounceBench.to("a@example.cz")),
                        BounceBench.UNKNOWN_USER,
                        BounceBench.ORIGINAL));
        assertThat(other.type(2)).isEqualTo("text/rfc822-headers");
        assertThat(other.part(2)).contains("Subject: =?utf-8?").doesNotContain("Hello");
    }

    @Test
    void headerThatIsNoAsciiIsEncoded() throws Exception {
        Envelope.Options utf8 =
                new Envelope.Options(
                        Optional.empty(), Optional.of(Envelope.Returned.FULL), true, true);
        bench.agent.hand(
                BounceBench.news(
                        Notice.FAILED,
                        BounceBench.envelope(utf8, BounceBench.to("a@example.cz")),
                        BounceBench.UNKNOWN_USER,
                        "Subject: Žluťoučký = kůň \r\n\r\nHello\r\n"));

        assertThat(bench.raw().chars()).allMatch(c -> c < 0x7f);
        assertThat(bench.type(2)).isEqualTo("text/rfc822-headers");
        assertThat(bench.part(2)).isEqualTo("Subject: Žluťoučký = kůň \r\n");
        assertThat(bench.report().getSubject()).isEqualTo("Not delivered");
    }

    @Test
    void eightBitMessageComesBackAsSuchAlsoIfItsSenderDidNotSaySo() throws Exception {
        bench.agent.hand(
                BounceBench.news(
                        Notice.FAILED,
                        plain("a@example.cz"),
                        BounceBench.UNKNOWN_USER,
                        "Subject: x\r\n\r\nŽluťoučký kůň"));

        assertThat(bench.raw()).contains("Content-Transfer-Encoding: 8bit");
        assertThat(bench.raw()).endsWith("--\r\n");
        assertThat(
                        bench.intake
                                .offers
                                .getFirst()
                                .origin()
                                .enveloped()
                                .orElseThrow()
                                .options()
                                .eightBit())
                .isTrue();
    }

    @Test
    @Tag("slow")
    void aHundredAndFiftyMebioctetsAreStreamed() throws Exception {
        bench.intake.keepsOctets = false;
        long size = 150L << 20;
        Parcel parcel =
                BounceBench.news(
                        Notice.FAILED,
                        BounceBench.envelope(FULL, BounceBench.to("a@example.cz")),
                        BounceBench.UNKNOWN_USER,
                        size,
                        _ -> long150());

        assertThat(bench.agent.hand(parcel)).isInstanceOf(Answer.Taken.class);
        assertThat(bench.intake.received).isBetween(size, size + 10_000);
    }

    private static InputStream long150() {
        byte[] line = ("x".repeat(1022) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[1 << 20];
        for (int i = 0; i < block.length; i++) {
            block[i] = line[i % line.length];
        }
        return new SequenceInputStream(
                Collections.enumeration(
                        IntStream.range(0, 150)
                                .mapToObj(_ -> new ByteArrayInputStream(block))
                                .toList()));
    }
}
