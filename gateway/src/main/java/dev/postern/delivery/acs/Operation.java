package dev.postern.delivery.acs;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Pace;
import dev.postern.delivery.acs.AcsSettings.Pause;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.JsonError;
import dev.postern.delivery.http.RetryAfter;
import dev.postern.delivery.http.TokenSignIn.Tried;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Watches over what was begun until it ends. Safe for use by many threads.
///
/// @param questions keeps questions below what the service answers
/// @param patience for all of it
record Operation(
        AcsClient client, Judgement judgement, Pace questions, Pause pause, Duration patience) {

    /// How long to wait if the service does not say.
    private static final Duration USUAL = Duration.ofSeconds(20);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /// Asks after an operation that was taken, until it ends, patience does, or there are no more
    /// questions to ask.
    Answer end(UUID id, Came.Response begun, InstantSource clock) throws InterruptedException {
        Duration waited = Duration.ZERO;
        Came.Response last = begun;
        while (true) {
            Duration wait = wait(last, clock.instant());
            waited = waited.plus(wait);
            if (waited.compareTo(patience) > 0) {
                return judgement.taken(id.toString(), "was still running after " + patience);
            }
            pause.pass(wait);
            if (questions.take(clock.instant()).isPresent()) {
                return judgement.taken(id.toString(), "was taken; its end was not asked for");
            }
            if (!(client.status(id) instanceof Tried.Sent(Came.Response now, _))
                    || now.status() != 200) {
                return judgement.taken(id.toString(), "was taken; its end could not be learned");
            }
            Optional<Answer> ended = ended(id, now);
            if (ended.isPresent()) {
                return ended.get();
            }
            last = now;
        }
    }

    /// What the service says of an operation, if it knows it: the reply to its beginning was lost.
    Optional<Came.Response> look(UUID id) throws InterruptedException {
        return client.status(id) instanceof Tried.Sent(Came.Response now, _) && now.status() == 200
                ? Optional.of(now)
                : Optional.empty();
    }

    /// The answer to an operation that has ended.
    Optional<Answer> ended(UUID id, Came.Response response) {
        String status = JsonError.read(response.body()).path("status").asString("");
        return switch (status) {
            case "Succeeded" ->
                    Optional.of(judgement.taken(id.toString(), "succeeded: out for delivery"));
            case "Failed", "Canceled" ->
                    Optional.of(judgement.failed(id.toString(), status, response.body()));
            default -> Optional.empty();
        };
    }

    private static Duration wait(Came.Response response, Instant now) {
        Duration asked =
                response.headers()
                        .firstValue("retry-after")
                        .map(value -> RetryAfter.parse(value, now))
                        .orElse(USUAL);
        return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    }
}
