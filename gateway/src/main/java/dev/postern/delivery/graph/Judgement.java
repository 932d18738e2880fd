package dev.postern.delivery.graph;

import dev.postern.advice.Advice;
import dev.postern.advice.Evidence;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.JsonError;
import dev.postern.delivery.http.RetryAfter;
import dev.postern.delivery.http.TokenSignIn.Tried;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Reply;
import dev.postern.token.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes of Graph's answer one to the message. A value.
///
/// @param server for people
/// @param known who signs in and who sends, before anything was refused
/// @param shared whether it sends all messages, and not just those of one sender
/// @param permissions that the application needs
record Judgement(String server, Evidence known, boolean shared, String permissions) {

    /// What may be sent in a day is counted over a day; asking each hour is enough.
    private static final Duration QUOTA_PATIENCE = Duration.ofHours(1);

    private static final EnhancedStatus SENDER_REFUSED = new EnhancedStatus(5, 7, 60);
    private static final EnhancedStatus RECIPIENT_REFUSED = new EnhancedStatus(5, 1, 3);
    private static final EnhancedStatus CONTENT_REFUSED = new EnhancedStatus(5, 6, 0);
    private static final EnhancedStatus TOO_LARGE = new EnhancedStatus(5, 3, 4);

    /// The answer to the request that was to send the message.
    Answer.ForSome of(Tried tried, Instant now) {
        return switch (tried) {
            case Tried.NoToken(Answer.NotNow answer) -> answer;
            case Tried.Sent(Came.Response response, var claims) ->
                    knowing(claims, now).of(response, now);
            case Tried.Sent(Came.Nothing(String words, _, boolean begun), _) when begun ->
                    new Answer.Unclear(new Reply(EnhancedStatus.NOT_NOW, server, words));
            case Tried.Sent(Came.Nothing nothing, _) ->
                    new Answer.NotNow(nothing.words(), nothing.cause());
        };
    }

    /// The answer to a request that was to prepare the sending, and did not. What Graph does not
    /// like of the form that the message was given, another way may carry.
    Answer.ForSome ofStep(Tried tried, Instant now) {
        return switch (tried) {
            case Tried.Sent(Came.Nothing nothing, _) ->
                    new Answer.NotNow(nothing.words(), nothing.cause());
            case Tried.Sent(Came.Response response, _) when response.status() / 100 == 2 ->
                    later(response, Duration.ZERO);
            case Tried _ ->
                    of(tried, now) instanceof Answer.Refused(Reply reply)
                                    && reply.status().equals(CONTENT_REFUSED)
                            ? new Answer.OtherWay(reply)
                            : of(tried, now);
        };
    }

    private Judgement knowing(Optional<Claims> claims, Instant now) {
        return new Judgement(
                server,
                claims.map(one -> known.withToken(one.facts(now))).orElse(known),
                shared,
                permissions);
    }

    private Answer.ForSome of(Came.Response response, Instant now) {
        String code = JsonError.in(response.body()).code();
        Duration patience =
                response.headers()
                        .firstValue("Retry-After")
                        .map(value -> RetryAfter.parse(value, now))
                        .orElse(Duration.ZERO);
        return switch (response.status()) {
            case 202 -> new Answer.Taken(reply(EnhancedStatus.DONE, response), false);
            case 200 ->
                    new Answer.OtherWay(
                            new Reply(
                                    TOO_LARGE,
                                    server,
                                    server
                                            + " answered 200 where 202 means that it was taken: it"
                                            + " does so with messages that are too large, and sends"
                                            + " nothing"));
            case 401 -> administrator(response);
            case 403 -> forbidden(response, code);
            case 404 -> isGone(response) ? later(response, patience) : noMailbox(response);
            case 413 -> new Answer.OtherWay(reply(TOO_LARGE, response));
            case 429, 503, 504 ->
                    new Answer.NotNow(
                            reply(EnhancedStatus.NOT_NOW, response), Cause.DESTINATION, patience);
            default -> other(response, code, patience);
        };
    }

    private Answer.ForSome forbidden(Came.Response response, String code) {
        if (code.equals("ErrorSendAsDenied")) {
            return new Answer.Refused(reply(SENDER_REFUSED, response));
        }
        return administrator(response);
    }

    private Answer.ForSome noMailbox(Came.Response response) {
        return shared
                ? administrator(response)
                : new Answer.OtherWay(reply(SENDER_REFUSED, response));
    }

    private Answer.ForSome other(Came.Response response, String code, Duration patience) {
        return switch (code) {
            case "ErrorSendAsDenied" -> new Answer.Refused(reply(SENDER_REFUSED, response));
            case "ErrorMessageSizeExceeded", "RequestEntityTooLarge" ->
                    new Answer.OtherWay(reply(TOO_LARGE, response));
            case "ErrorInvalidRecipients" -> new Answer.Refused(reply(RECIPIENT_REFUSED, response));
            case "ErrorExceededMessageLimit",
                    "ErrorQuotaExceeded",
                    "ErrorMessageSubmissionBlocked" ->
                    new Answer.NotNow(
                            reply(EnhancedStatus.NOT_NOW, response),
                            shared ? Cause.DESTINATION : Cause.UNKNOWN,
                            QUOTA_PATIENCE);
            default ->
                    response.status() / 100 == 4
                            ? new Answer.Refused(reply(CONTENT_REFUSED, response))
                            : later(response, patience);
        };
    }

    /// Whether the mailbox is there, and the draft is not any more.
    private static boolean isGone(Came.Response response) {
        return response.status() == 404
                && JsonError.in(response.body()).code().equals("ErrorItemNotFound");
    }

    private Answer.NotNow later(Came.Response response, Duration patience) {
        return new Answer.NotNow(reply(EnhancedStatus.NOT_NOW, response), Cause.UNKNOWN, patience);
    }

    /// Where each sender's own mailbox sends, its trouble is not everybody's.
    private Answer.NotNow administrator(Came.Response response) {
        Reply said = reply(EnhancedStatus.NOT_NOW, response);
        return new Answer.NotNow(
                new Reply(said.status(), server, Words.clean(said.words() + advice(said.words()))),
                shared || response.status() == 401 ? Cause.ADMINISTRATOR : Cause.UNKNOWN,
                Duration.ZERO);
    }

    private String advice(String words) {
        return " (needs "
                + permissions
                + ")"
                + Advice.on(known.withWords(words)).map(finding -> " " + finding.line()).orElse("");
    }

    private Reply reply(EnhancedStatus status, Came.Response response) {
        String words = JsonError.in(response.body()).words(response.body());
        return new Reply(
                status,
                server,
                Words.clean(
                        server
                                + " answered "
                                + response.status()
                                + (words.isEmpty() ? "" : ": " + words)));
    }
}
