package dev.postern.delivery.acs;

import dev.postern.advice.Advice;
import dev.postern.advice.Evidence;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.JsonError;
import dev.postern.delivery.http.RetryAfter;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Reply;
import dev.postern.token.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes of the service's refusals answers to the message. A value.
///
/// @param server for people
/// @param shared whether all messages have the same sender
/// @param known who signs in and who sends, before anything was refused
record Judgement(String server, boolean shared, Evidence known) {

    private static final EnhancedStatus SENDER_REFUSED = new EnhancedStatus(5, 7, 60);
    private static final EnhancedStatus RECIPIENT_REFUSED = new EnhancedStatus(5, 1, 3);
    private static final EnhancedStatus SUPPRESSED = new EnhancedStatus(5, 1, 1);
    private static final EnhancedStatus CONTENT_REFUSED = new EnhancedStatus(5, 6, 0);
    private static final EnhancedStatus TOO_LARGE = new EnhancedStatus(5, 3, 4);

    /// The same, of a request that was made with a token that says this of itself.
    Judgement knowing(Optional<Claims> claims, Instant now) {
        return new Judgement(
                server, shared, claims.map(one -> known.withToken(one.facts(now))).orElse(known));
    }

    /// The answer to a request that began no operation.
    Answer of(Came.Response response, Instant now) {
        String code = JsonError.in(response.body()).code();
        Duration patience =
                response.headers()
                        .firstValue("Retry-After")
                        .map(value -> RetryAfter.parse(value, now))
                        .orElse(Duration.ZERO);
        if (code.equals("DomainNotLinked") || code.equals("InvalidSenderUserName")) {
            return sender(response);
        }
        return switch (response.status()) {
            case 400, 422 ->
                    new Answer.OtherWay(
                            reply(
                                    code.equals("InvalidEmailAddress")
                                            ? RECIPIENT_REFUSED
                                            : CONTENT_REFUSED,
                                    response));
            case 401 -> administrator(response);
            case 403 -> administrator(response);
            case 404 -> administrator(response);
            case 413 -> new Answer.OtherWay(reply(TOO_LARGE, response));
            case 429, 503 ->
                    new Answer.NotNow(
                            reply(EnhancedStatus.NOT_NOW, response), Cause.DESTINATION, patience);
            default ->
                    new Answer.NotNow(
                            reply(EnhancedStatus.NOT_NOW, response), Cause.UNKNOWN, patience);
        };
    }

    private Answer sender(Came.Response response) {
        return shared
                ? administrator(response)
                : new Answer.OtherWay(reply(SENDER_REFUSED, response));
    }

    private Answer.NotNow administrator(Came.Response response) {
        Reply said = reply(EnhancedStatus.NOT_NOW, response);
        return new Answer.NotNow(
                new Reply(said.status(), server, Words.clean(said.words() + advice(said.words()))),
                Cause.ADMINISTRATOR,
                Duration.ZERO);
    }

    private String advice(String words) {
        return Advice.on(known.withWords(words)).map(finding -> " " + finding.line()).orElse("");
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

    /// The answer to an operation that ended without success.
    Answer failed(String operation, String status, String body) {
        JsonError error = JsonError.in(body);
        return new Answer.Refused(
                new Reply(
                        error.code().endsWith("Suppressed") ? SUPPRESSED : EnhancedStatus.FAILED,
                        server,
                        Words.clean(
                                "operation " + operation + " " + status + ": " + error.words(""))));
    }

    /// The answer to an operation that began.
    Answer taken(String operation, String words) {
        return new Answer.Taken(
                new Reply(
                        EnhancedStatus.DONE,
                        server,
                        Words.clean("operation " + operation + " " + words)),
                false);
    }
}
