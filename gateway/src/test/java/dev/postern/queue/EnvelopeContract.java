package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What [Intake] promises of messages with an envelope.
public abstract class EnvelopeContract extends RelayContract {

    @Test
    void submittedMessageIsClaimedWithAllThatWasSaidOfIt() throws Exception {
        Envelope envelope =
                new Envelope(
                        Optional.of(AddrSpec.of("\"žluťoučký kůň\"@Example.CZ")),
                        List.of(
                                Recipient.of(AddrSpec.of("anna@contoso.com")),
                                new Recipient(
                                        AddrSpec.of("bob@[192.0.2.7]"),
                                        Set.of(Notify.SUCCESS, Notify.FAILURE),
                                        Optional.of("rfc822;bob+40contoso.com"))),
                        new Envelope.Options(
                                Optional.of("QQ314159"),
                                Optional.of(Envelope.Returned.HEADERS),
                                true,
                                true));
        Origin origin = new Origin.Submitted(envelope, PRINTER);
        QueueId id = taken(accept(relayed(origin, List.of(WAY, "acs"), 0, 1)));

        Claim claim = store.outlet().claim(WAY, 1, LEASE).getFirst();

        assertThat(claim.message().id()).isEqualTo(id);
        assertThat(claim.message().origin()).isEqualTo(origin);
        assertThat(claim.consignment())
                .isEqualTo(
                        new Consignment(
                                List.of(
                                        new Addressee(
                                                0, envelope.recipients().get(0), Optional.empty()),
                                        new Addressee(
                                                1, envelope.recipients().get(1), Optional.empty())),
                                List.of("acs"),
                                Optional.empty(),
                                Optional.empty()));
        reopen();
        assertThat(store.desk().show(id).orElseThrow().message().origin()).isEqualTo(origin);
        assertThat(bytes(id)).isEqualTo(text("relayed"));
    }

    @Test
    void reportIsAcceptedOnceForEachDeliveryAndNotice() throws Exception {
        Envelope envelope = envelope("", to("anna@example.cz"));
        Origin failed = new Origin.Report(envelope, 4711, Notice.FAILED);

        QueueId id = taken(accept(relayed(failed, List.of(WAY), 0)));

        assertThat(accept(relayed(failed, List.of(WAY), 0))).isEqualTo(new Acceptance.Known());
        reopen();
        assertThat(accept(relayed(failed, List.of("acs"), 0))).isEqualTo(new Acceptance.Known());
        Claim claim = claimOne(WAY);
        assertThat(claim.message().id()).isEqualTo(id);
        assertThat(claim.message().origin()).isEqualTo(failed);
        assertThat(claim(WAY, 10)).isEmpty();
        settle(claim, new Outcome.Delivered("ok"));
        assertThat(accept(relayed(failed, List.of(WAY), 0))).isEqualTo(new Acceptance.Known());

        for (Origin other :
                List.of(
                        new Origin.Report(envelope, 4711, Notice.DELAYED),
                        new Origin.Report(envelope, 4712, Notice.FAILED))) {
            assertThat(accept(relayed(other, List.of(WAY), 0)))
                    .isInstanceOf(Acceptance.Taken.class);
        }
    }

    @Test
    void sameSubmissionTwiceIsTwoMessages() throws Exception {
        Origin origin = submitted(envelope("anna@example.cz", to("bob@contoso.com")));

        QueueId first = taken(accept(relayed(origin, List.of(WAY), 0)));
        QueueId second = taken(accept(relayed(origin, List.of(WAY), 0)));

        assertThat(claim(WAY, 10))
                .extracting(claim -> claim.message().id())
                .containsExactly(first, second);
    }

    @Test
    void eachShipmentIsADeliveryWithItsRecipients() throws Exception {
        Origin origin =
                submitted(
                        envelope(
                                "anna@example.cz",
                                to("a@example.cz"),
                                to("b@contoso.com"),
                                to("c@example.cz"),
                                to("d@contoso.com"),
                                to("e@contoso.com")));

        QueueId id =
                taken(
                        accept(
                                relayed(
                                        origin,
                                        new Shipment(List.of("hve", WAY), List.of(2, 0)),
                                        new Shipment(List.of(WAY), List.of(1, 3, 4)))));

        assertThat(deliveries(id)).containsExactly("exchange waiting b d e", "hve waiting a c");
        assertThat(show(id).deliveries().getFirst().ways()).containsExactly("hve", WAY);
        assertThat(claimOne("hve").consignment().addressees())
                .extracting(Addressee::number)
                .containsExactly(0, 2);
    }

    @Test
    void thousandRecipientsAndALargeMessageAreKept() throws Exception {
        Recipient[] many =
                IntStream.range(0, 1000)
                        .mapToObj(i -> to("u" + i + "@example.cz"))
                        .toArray(Recipient[]::new);
        Integer[] all = IntStream.range(0, 1000).boxed().toArray(Integer[]::new);
        byte[] octets = octets(large() * 3);
        Offer offer =
                new Offer(
                        received(octets),
                        submitted(envelope("anna@example.cz", many)),
                        "submission",
                        List.of(new Shipment(List.of(WAY), List.of(all))),
                        Optional.empty(),
                        Optional.empty());

        QueueId id = taken(accept(offer));

        assertThat(claimOne(WAY).consignment().addressees())
                .extracting(Addressee::recipient)
                .containsExactly(many);
        assertThat(bytes(id)).isEqualTo(octets);
    }

    @Test
    void whatCannotBeKeptIsRefusedBeforeAnythingIs() throws Exception {
        Recipient broken =
                new Recipient(AddrSpec.of("bob@contoso.com"), Set.of(), Optional.of("rfc822;a\nb"));
        Offer offer = relayed(submitted(envelope("", broken)), List.of(WAY), 0);

        assertThatThrownBy(() -> accept(offer)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.desk().list(QueueDesk.Filter.any(1))).isEmpty();
    }
}
