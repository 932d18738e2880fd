package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
}
