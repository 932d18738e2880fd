package dev.postern.delivery.http;

import dev.postern.delivery.Answer.Cause;
import java.net.http.HttpHeaders;

/// What came of one HTTP exchange.
public sealed interface Came {

    /// The server answered.
    ///
    /// @param body its beginning, as UTF-8
    record Response(int status, HttpHeaders headers, String body) implements Came {}

    /// It did not.
    ///
    /// @param words why, for people
    /// @param cause what that says about the destination
    /// @param begun whether the request may have reached it: then nobody knows what it did
    record Nothing(String words, Cause cause, boolean begun) implements Came {}
}
