package dev.postern.api;

import dev.postern.account.Account;
import dev.postern.compose.Composer;
import dev.postern.compose.Correspondent;
import dev.postern.compose.Draft;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.relay.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// `POST /emails:send` and `GET /emails/operations/{id}`. Safe for use by many threads.
///
/// An operation is a message; its id is the local part of the Message-ID.
final class EmailEndpoint {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int DELIVERIES_MAX = 1_000;

    private final Handing handing;
    private final QueueDesk desk;
    private final Composer composer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final String domain;
    private final Set<UUID> beingSent = ConcurrentHashMap.newKeySet();

    /// @param domain of the Message-IDs
    EmailEndpoint(
            Handing handing,
            QueueDesk desk,
            InstantSource clock,
            RandomGenerator random,
            String domain) {
        this.handing = handing;
        this.desk = desk;
        this.composer = new Composer(random);
        this.clock = clock;
        this.random = random;
        this.domain = domain;
    }

    /// Takes a message; a second call with the same Operation-Id takes nothing and answers as the
    /// first did.
    Answer send(Call call, Account account, byte[] body)
            throws RejectedException, InterruptedException {
        UUID id = operationId(call);
        if (!beingSent.add(id)) {
            throw RejectedException.later(
                    409,
                    "Conflict",
                    "This operation is being begun already.",
                    Duration.ofSeconds(1));
        }
        try {
            if (call.header("operation-id").isEmpty() || deliveries(account, id).isEmpty()) {
                take(call, account, EmailJson.draft(body), id);
            }
            return running(202, id).with("Operation-Location", location(call, id));
        } catch (IOException _) {
            throw Handing.unavailable();
        } finally {
            beingSent.remove(id);
        }
    }

    /// What has become of an operation.
    Answer status(Account account, String operation) throws RejectedException {
        UUID id = uuid(operation);
        try {
            List<QueueDesk.Delivery> deliveries = deliveries(account, id);
            if (deliveries.isEmpty()) {
                throw new RejectedException(404, "NotFound", "There is no such operation.");
            }
            return told(id, deliveries);
        } catch (IOException _) {
            throw Handing.unavailable();
        }
    }

    private void take(Call call, Account account, Draft draft, UUID id)
            throws RejectedException, InterruptedException {
        List<Recipient> recipients =
                draft.recipients()
                        .all()
                        .map(Correspondent::address)
                        .distinct()
                        .map(Recipient::of)
                        .toList();
        AddrSpec sender = draft.from().address();
        boolean utf8 =
                sender.needsUtf8()
                        || recipients.stream().anyMatch(one -> one.address().needsUtf8());
        Envelope envelope =
                new Envelope(
                        Optional.of(sender),
                        recipients,
                        new Envelope.Options(Optional.empty(), Optional.empty(), utf8, utf8));
        Instant now = clock.instant();
        handing.hand(
                new Handing.Order(new Principal.Known(account), call.peer(), envelope),
                out -> composer.write(draft, now, messageId(id), out));
    }

    private Answer told(UUID id, List<QueueDesk.Delivery> deliveries) {
        List<DeliveryState> states = deliveries.stream().map(QueueDesk.Delivery::state).toList();
        if (!states.stream().allMatch(DeliveryState::ended)) {
            return running(200, id);
        }
        ObjectNode body = Answer.JSON.createObjectNode().put("id", id.toString());
        Optional<QueueDesk.Delivery> lost =
                deliveries.stream().filter(one -> one.state() == DeliveryState.BOUNCED).findFirst();
        if (lost.isPresent()) {
            body.put("status", "Failed")
                    .putObject("error")
                    .put("code", "EmailDropped")
                    .put("message", lost.get().last());
            return Answer.of(200, body);
        }
        boolean deleted = states.contains(DeliveryState.DELETED);
        return Answer.of(200, body.put("status", deleted ? "Canceled" : "Succeeded"));
    }

    private static Answer running(int status, UUID id) {
        return Answer.of(
                        status,
                        Answer.JSON
                                .createObjectNode()
                                .put("id", id.toString())
                                .put("status", "Running"))
                .with("retry-after", Long.toString(POLL.toSeconds()));
    }

    private List<QueueDesk.Delivery> deliveries(Account account, UUID id) throws IOException {
        QueueDesk.Filter any = QueueDesk.Filter.any(DELIVERIES_MAX);
        return desk.list(
                new QueueDesk.Filter(
                        any.states(),
                        any.source(),
                        any.destination(),
                        messageId(id),
                        any.sender(),
                        any.recipient(),
                        account.name(),
                        any.from(),
                        any.before(),
                        any.limit()));
    }

    private String messageId(UUID id) {
        return "<" + id + "@" + domain + ">";
    }

    /// Where the client asks again: beside where it has just asked.
    private static String location(Call call, UUID id) {
        String scheme = call.peer().tls().isPresent() ? "https" : "http";
        String base = call.target().substring(0, call.target().indexOf("/emails:send"));
        return scheme
                + "://"
                + call.header("host").orElse("localhost")
                + base
                + "/emails/operations/"
                + id
                + "?api-version="
                + call.query("api-version").stream().findFirst().orElse("");
    }

    private UUID operationId(Call call) throws RejectedException {
        Optional<String> chosen = call.header("operation-id");
        return chosen.isPresent()
                ? uuid(chosen.get())
                : new UUID(random.nextLong(), random.nextLong());
    }

    private static UUID uuid(String text) throws RejectedException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw RejectedException.bad("The id of an operation is a UUID.", "Operation-Id");
        }
    }
}
