package dev.postern.delivery.webhook;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;

/// What the server said, and what that means for the message.
///
/// @param patience how long it asks to be left alone
/// @param location where it redirects to, empty if it does not
/// @param excerpt the beginning of the body
record Reply(int status, Duration patience, String location, String excerpt) {

    static Reply of(Came.Response response, Instant now) {
        return new Reply(
                response.status(),
                response.headers()
                        .firstValue("Retry-After")
                        .map(value -> RetryAfter.parse(value, now))
                        .orElse(Duration.ZERO),
                response.headers().firstValue("Location").map(Words::clean).orElse(""),
                Words.clean(response.body()));
    }

    Answer answer(String server) {
        String said = server + " answered " + status + (excerpt.isEmpty() ? "" : ": " + excerpt);
        return switch (status / 100) {
            case 2 -> new Answer.Taken(said);
            case 3 ->
                    new Answer.Refused(
                            server
                                    + " answered "
                                    + status
                                    + (location.isEmpty() ? "" : " and points to " + location)
                                    + "; redirects are not followed: put the final address into"
                                    + " the settings and release the message");
            case 4 -> clientError(said);
            case 5 ->
                    new Answer.NotNow(
                            said, status == 503 ? Cause.DESTINATION : Cause.UNKNOWN, patience);
            default -> new Answer.NotNow(said + " (not a final status)", Cause.UNKNOWN, patience);
        };
    }

    private Answer clientError(String said) {
        return switch (status) {
            case 401, 407 ->
                    new Answer.NotNow(
                            said
                                    + " (it does not accept our credentials: check `headers` and"
                                    + " `signing-secret`)",
                            Cause.DESTINATION,
                            patience);
            case 403 ->
                    new Answer.NotNow(
                            said + " (it does not let us in, or not with this message)",
                            Cause.UNKNOWN,
                            patience);
            case 408, 425 -> new Answer.NotNow(said, Cause.UNKNOWN, patience);
            case 429 -> new Answer.NotNow(said, Cause.DESTINATION, patience);
            default -> new Answer.Refused(said);
        };
    }
}
