package dev.postern.delivery.acs;

import dev.postern.advice.Evidence;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Pace;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.Exchanges;
import dev.postern.delivery.http.TokenSignIn.Tried;
import dev.postern.delivery.mime.Dissection;
import dev.postern.delivery.mime.MessageParts;
import dev.postern.delivery.mime.Recipients;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Origin;
import dev.postern.queue.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// Sends messages on by the REST interface of Azure Communication Services Email. Safe for use by
/// many threads.
public final class AcsAgent implements DeliveryAgent {

    private static final UUID NEVER_SENT = new UUID(0, 0);

    /* The service answers 60 and 200. */
    private static final int QUESTIONS_A_MINUTE = 50;
    private static final int QUESTIONS_AN_HOUR = 180;

    private final AcsSettings settings;
    private final InstantSource clock;
    private final AcsClient client;
    private final Judgement judgement;
    private final Operation operation;

    /// @param tls whom to trust
    /// @param pause between questions after an operation
    public AcsAgent(
            AcsSettings settings, SSLContext tls, InstantSource clock, AcsSettings.Pause pause) {
        this.settings = settings;
        this.clock = clock;
        this.client = new AcsClient(settings, new Exchanges(settings.endpoint(), tls), clock);
        this.judgement =
                new Judgement(
                        client.name(),
                        settings.mailFrom().isPresent(),
                        Evidence.of(Stage.MESSAGE, Service.ACS, "", settings.names()));
        this.operation =
                new Operation(
                        client,
                        judgement,
                        new Pace(QUESTIONS_A_MINUTE, QUESTIONS_AN_HOUR),
                        pause,
                        settings.patience());
    }

    /// Asks after a message that was never sent, which shows whether the service lets us in: who
    /// may is told that there is none.
    public Came inquire() throws InterruptedException {
        return client.status(NEVER_SENT).came();
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        if (parcel.message().origin().enveloped().isEmpty() || parcel.addressees().isEmpty()) {
            return new Answer.OtherWay("the message has no envelope, so it cannot be sent on");
        }
        boolean report = parcel.message().origin() instanceof Origin.Report;
        try {
            return switch (Dissection.of(parcel, settings.temporary(), report)) {
                case Dissection.Impossible(String reason) ->
                        new Answer.OtherWay(
                                Words.clean(
                                        "Azure Communication Services cannot be told it in JSON:"
                                                + " the message "
                                                + reason));
                case Dissection.Whole(MessageParts parts) -> {
                    try (parts) {
                        yield hand(parcel, parts);
                    }
                }
            };
        } catch (IOException e) {
            return new Answer.NotNow(
                    "the message could not be taken apart: " + Words.of(e), Cause.UNKNOWN);
        }
    }

    private Answer hand(Parcel parcel, MessageParts parts)
            throws IOException, InterruptedException {
        Recipients recipients =
                Recipients.of(
                        parts.head(),
                        parcel.addressees().stream()
                                .map(one -> one.recipient().address())
                                .toList());
        if (recipients.dropped() && !parcel.consignment().furtherWays().isEmpty()) {
            return new Answer.OtherWay(
                    "the header names people who are not recipients of this hand-over, and the"
                            + " service would send to them");
        }
        Optional<String> sender = sender(parcel, parts);
        if (sender.isEmpty()) {
            return new Answer.OtherWay("the message names no sender");
        }
        try (SendBody body = SendBody.of(parts, sender.get(), recipients, settings.temporary())) {
            return send(body, id(parcel));
        }
    }

    private Optional<String> sender(Parcel parcel, MessageParts parts) {
        return settings.mailFrom()
                .map(AddrSpec::toString)
                .or(() ->
                        parts.head().from().stream()
                                .findFirst()
                                .map(MessageParts.Correspondent::address))
                .or(() ->
                        parcel.message()
                                .origin()
                                .enveloped()
                                .flatMap(envelope -> envelope.sender())
                                .map(AddrSpec::toString));
    }

    /// The same for each attempt of a message, until a person releases it to be tried anew.
    private static UUID id(Parcel parcel) {
        String name =
                parcel.message().id().value()
                        + " "
                        + parcel.firstTried().toEpochMilli()
                        + " "
                        + parcel.addressees().stream()
                                .map(one -> Integer.toString(one.number()))
                                .collect(Collectors.joining(","));
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(SendBody body, UUID id) throws IOException, InterruptedException {
        return switch (client.send(body, id)) {
            case Tried.NoToken(Answer.NotNow answer) -> answer;
            case Tried.Sent(Came.Response response, _) when response.status() == 202 ->
                    operation.end(id, response, clock);
            case Tried.Sent(Came.Response response, var claims) ->
                    judgement.knowing(claims, clock.instant()).of(response, clock.instant());
            case Tried.Sent(Came.Nothing nothing, _) when nothing.begun() -> lost(id, nothing);
            case Tried.Sent(Came.Nothing nothing, _) ->
                    new Answer.NotNow(nothing.words(), nothing.cause());
        };
    }

    /// The reply was lost: the operation is there, or nobody knows.
    private Answer lost(UUID id, Came.Nothing nothing) throws InterruptedException {
        Optional<Came.Response> found = operation.look(id);
        if (found.isEmpty()) {
            return new Answer.Unclear(
                    new Reply(EnhancedStatus.NOT_NOW, client.name(), nothing.words()));
        }
        Optional<Answer> ended = operation.ended(id, found.get());
        return ended.isPresent() ? ended.get() : operation.end(id, found.get(), clock);
    }

    @Override
    public void close() {
        client.close();
    }
}
