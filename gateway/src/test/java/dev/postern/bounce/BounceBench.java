package dev.postern.bounce;

import dev.postern.delivery.MemoryOutlet;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.SetClock;
import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.Notice;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueId;
import dev.postern.queue.Reply;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;

/// A bounce agent on the bench, and eyes for what it writes.
final class BounceBench {

    static final String ORIGINAL =
            """
            From: Scanner <scanner@example.cz>\r
            To: anna@example.cz, nobody@example.cz\r
            Subject: =?utf-8?Q?P=C5=99ehled?=\r
            Message-ID: <1@scanner.example.cz>\r
            \r
            Hello\r
            """;
    static final Instant ACCEPTED = Instant.parse("2026-11-21T07:00:00Z");
    static final Reply UNKNOWN_USER =
            new Reply(
                    new EnhancedStatus(5, 1, 1),
                    "mx.example.cz",
                    "550 5.1.1 <nobody@example.cz>: Recipient address rejected: User unknown");

    final SetClock clock = new SetClock();
    final MemoryIntake intake = new MemoryIntake();
    final List<Event> events = new ArrayList<>();
    List<String> ways = List.of("exchange");
    final BounceAgent agent =
            new BounceAgent(
                    new ReportSettings("gate.example.cz", Duration.ofDays(2), 200L << 20),
                    new BounceAgent.Surroundings(
                            intake, _ -> ways, events::add, clock, new Random(5)));

    static Envelope envelope(Envelope.Options options, Recipient... recipients) {
        return new Envelope(
                Optional.of(AddrSpec.of("scanner@example.cz")), List.of(recipients), options);
    }

    static Recipient to(String address) {
        return Recipient.of(AddrSpec.of(address));
    }

    /// News about all recipients of a message.
    static Parcel news(Notice notice, Envelope envelope, Reply reply, String original) {
        byte[] octets = original.getBytes(StandardCharsets.UTF_8);
        return news(notice, envelope, reply, octets.length, _ -> new ByteArrayInputStream(octets));
    }

    static Parcel news(
            Notice notice, Envelope envelope, Reply reply, long size, Parcel.Source source) {
        StoredMessage message =
                new StoredMessage(
                        new QueueId("Q0000000A"),
                        new Origin.Submitted(
                                envelope,
                                new Submitter("scanner", "10.20.0.7", "scanner", "ESMTPSA")),
                        "relay",
                        ACCEPTED,
                        size,
                        MemoryOutlet.sha256(new byte[0]),
                        Optional.empty());
        List<Addressee> addressees = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            addressees.add(new Addressee(addressees.size(), recipient, Optional.of(reply)));
        }
        return new Parcel(
                new Claim(
                        17,
                        message,
                        "sender",
                        1,
                        ACCEPTED.plusSeconds(60),
                        "t",
                        new Consignment(
                                addressees, List.of(), Optional.empty(), Optional.of(notice))),
                source);
    }

    /// The last report, as mime4j reads it.
    Message report() throws Exception {
        return new DefaultMessageBuilder()
                .parseMessage(new ByteArrayInputStream(intake.messages.getLast()));
    }

    String raw() {
        return new String(intake.messages.getLast(), StandardCharsets.ISO_8859_1);
    }

    /// The text of one of its parts, decoded.
    String part(int number) throws Exception {
        Entity part = ((Multipart) report().getBody()).getBodyParts().get(number);
        if (part.getBody() instanceof SingleBody body) {
            try (var in = body.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("part " + number + " is " + part.getMimeType());
    }

    String type(int number) throws Exception {
        return ((Multipart) report().getBody()).getBodyParts().get(number).getMimeType();
    }
}
