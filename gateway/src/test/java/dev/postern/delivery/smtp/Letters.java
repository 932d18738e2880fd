package dev.postern.delivery.smtp;

import dev.postern.delivery.MemoryOutlet;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Addressee;
import dev.postern.queue.Consignment;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueId;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Parcels with an envelope.
final class Letters {

    static final String TEXT = "From: Scanner <scan@example.cz>\r\nSubject: scan\r\n\r\nhello\r\n";

    private Letters() {}

    /// @param sender empty for the null one
    static Parcel from(String sender, String... recipients) {
        return of(TEXT, sender, recipients);
    }

    static Parcel of(String text, String sender, String... recipients) {
        List<Recipient> all = Stream.of(recipients).map(AddrSpec::of).map(Recipient::of).toList();
        Envelope envelope = new Envelope(AddrSpec.parse(sender), all, Envelope.Options.NONE);
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        List<Addressee> addressees = new ArrayList<>();
        for (Recipient recipient : all) {
            addressees.add(new Addressee(addressees.size(), recipient, Optional.empty()));
        }
        StoredMessage message =
                new StoredMessage(
                        new QueueId("Q0000000A"),
                        new Origin.Submitted(
                                envelope,
                                new Submitter("printer1", "10.20.0.5", "printer", "ESMTPSA")),
                        "relay",
                        Parcels.ACCEPTED,
                        octets.length,
                        MemoryOutlet.sha256(octets),
                        Optional.of("<1@example.cz>"));
        return new Parcel(
                message,
                1,
                new Consignment(addressees, List.of(), Optional.empty(), Optional.empty()),
                _ -> new ByteArrayInputStream(octets));
    }
}
