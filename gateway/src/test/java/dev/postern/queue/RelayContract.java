package dev.postern.queue;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the parts of the contract need that are about messages with an envelope.
abstract class RelayContract extends QueueContract {

    protected static final String WAY = "exchange";
    protected static final Submitter PRINTER =
            new Submitter("printer1", "10.20.0.7", "printer.example.cz", "ESMTPSA");

    protected static Envelope envelope(String sender, Recipient... recipients) {
        return new Envelope(
                sender.isEmpty() ? Optional.empty() : Optional.of(AddrSpec.of(sender)),
                List.of(recipients),
                Envelope.Options.NONE);
    }

    protected static Recipient to(String address, Notify... wishes) {
        Set<Notify> wished = EnumSet.noneOf(Notify.class);
        Stream.of(wishes).forEach(wished::add);
        return new Recipient(AddrSpec.of(address), wished, Optional.empty());
    }

    protected static Origin submitted(Envelope envelope) {
        return new Origin.Submitted(envelope, PRINTER);
    }

    /// One shipment to some recipients by these ways.
    protected final Offer relayed(Origin origin, List<String> ways, Integer... recipients)
            throws IOException {
        return relayed(origin, new Shipment(ways, List.of(recipients)));
    }

    protected final Offer relayed(Origin origin, Shipment... shipments) throws IOException {
        return new Offer(
                received(text("relayed")),
                origin,
                "submission",
                List.of(shipments),
                Optional.of("<1@example.cz>"),
                Optional.empty());
    }

    /// Accepts a message from a sender to these recipients, all by the same ways.
    protected final QueueId submitted(String sender, List<String> ways, Recipient... recipients)
            throws IOException, InterruptedException {
        Integer[] all = IntStream.range(0, recipients.length).boxed().toArray(Integer[]::new);
        return taken(accept(relayed(submitted(envelope(sender, recipients)), ways, all)));
    }
}
