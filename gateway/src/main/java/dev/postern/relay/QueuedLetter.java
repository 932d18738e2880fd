package dev.postern.relay;

import dev.postern.account.Peer;
import dev.postern.event.Event;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reception;
import dev.postern.queue.Shipment;
import dev.postern.queue.Submitter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message on its way into the queue: its header is gathered and mended, its text passes
/// through.
///
/// Memory is bounded by [Header#OCTETS_MAX] and the reception's own bound. Confined to one thread.
final class QueuedLetter implements Letter {

    private final Submission submission;
    private final QueuedRelay.Terms terms;
    private final Surroundings around;
    private final Header header = new Header();
    private long size;
    private String messageId = "";
    private @Nullable Reception reception;
    private @Nullable Refusal refusal;

    QueuedLetter(Submission submission, QueuedRelay.Terms terms, Surroundings around) {
        this.submission = submission;
        this.terms = terms;
        this.around = around;
    }

    /// Declines it; the first reason counts.
    void decline(Refusal why) {
        if (refusal == null) {
            refusal = why;
        }
        close();
    }

    @Override
    public boolean hopeless() {
        return refusal != null;
    }

    @Override
    public void write(byte[] octets, int from, int count) {
        size += count;
        if (refusal == null && size > terms.settings().sizeMax()) {
            decline(Refusals.size(terms.settings().sizeMax()));
        }
        int taken = 0;
        if (refusal == null && reception == null) {
            taken = header.take(octets, from, count);
            if (header.complete() || header.fault() != null) {
                begin();
            }
        }
        if (refusal == null && taken < count) {
            pass(octets, from + taken, count - taken);
        }
    }

    /// The header is there: writes it anew, and what came after it.
    private void begin() {
        String fault = header.fault();
        if (fault != null) {
            decline(Refusals.header(fault, header.tooLarge()));
            return;
        }
        Mending mending = new Mending(header, terms.postmark(), around.clock().instant());
        switch (mending.mend(
                submission.peer(),
                submission.policy(),
                submission.envelope().sender(),
                around.random())) {
            case Mending.Result.Declined(Refusal why) -> decline(why);
            case Mending.Result.Mended(byte[] written, String id) -> {
                messageId = id;
                try {
                    reception = around.intake().begin();
                } catch (IOException e) {
                    decline(trouble(e));
                    return;
                }
                pass(written, 0, written.length);
                if (refusal == null) {
                    pass(header.octets(), header.body(), header.filled() - header.body());
                }
            }
        }
    }

    private void pass(byte[] octets, int from, int count) {
        Reception open = reception;
        if (open == null || count == 0) {
            return;
        }
        try {
            open.write(octets, from, count);
        } catch (IOException e) {
            decline(trouble(e));
        }
    }

    private static Refusal trouble(IOException failure) {
        return failure instanceof QueueUnavailableException
                ? Refusals.storeAway()
                : Refusals.storeTrouble();
    }

    @Override
    public Receipt finish() throws InterruptedException {
        if (refusal == null && reception == null) {
            header.finish();
            begin();
        }
        Reception open = reception;
        if (open != null) {
            try {
                return commit(open);
            } catch (IOException e) {
                decline(trouble(e));
            }
        }
        return declined();
    }

    private Receipt commit(Reception open) throws IOException, InterruptedException {
        Optional<List<Shipment>> shipments =
                terms.settings()
                        .routes()
                        .shipments(submission.envelope(), submission.account(), open.size());
        if (shipments.isEmpty()) {
            decline(noRoute(open.size()));
            return declined();
        }
        Offer offer =
                new Offer(
                        open,
                        new Origin.Submitted(submission.envelope(), submitter()),
                        submission.peer().entry(),
                        shipments.get(),
                        Optional.of(messageId),
                        Optional.empty());
        return switch (around.intake().accept(List.of(offer)).getFirst()) {
            case Acceptance.Taken(QueueId id) -> {
                reception = null;
                report(id, offer.reception().size());
                yield new Receipt.Taken(id, messageId);
            }
            case Acceptance.Known() ->
                    throw new IllegalStateException("a submission cannot be known before");
        };
    }

    private Refusal noRoute(long octets) {
        Routes.Origin origin =
                new Routes.Origin(submission.envelope().sender(), submission.account());
        return submission.envelope().recipients().stream()
                .map(Recipient::address)
                .filter(address -> !terms.settings().routes().reaches(origin, address))
                .findFirst()
                .map(Refusals::noRoute)
                .orElseGet(() -> Refusals.noRouteForSize(octets));
    }

    private Submitter submitter() {
        Peer peer = submission.peer();
        return new Submitter(
                submission.account(),
                peer.address().getHostAddress(),
                peer.hello().orElse(""),
                peer.protocol());
    }

    private void report(QueueId id, long octets) {
        around.devices().sent(submission.peer(), submission.account(), submission.sender());
        around.events()
                .report(
                        new Event.Submitted(
                                submission.peer().entry(),
                                submission.account(),
                                submission.peer().address().getHostAddress(),
                                id.value(),
                                submission.envelope().recipients().size(),
                                octets));
    }

    private Receipt declined() {
        Refusal why = Objects.requireNonNull(refusal);
        around.devices().refused(submission.peer(), submission.account(), why.words());
        around.events()
                .report(
                        new Event.Declined(
                                submission.peer().entry(),
                                submission.account(),
                                submission.peer().address().getHostAddress(),
                                why.code() + " " + why.status() + " " + why.words()));
        return new Receipt.Declined(why);
    }

    @Override
    public void close() {
        Reception open = reception;
        reception = null;
        if (open != null) {
            open.close();
        }
    }
}
