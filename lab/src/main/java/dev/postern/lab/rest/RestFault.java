package dev.postern.lab.rest;

import java.time.Duration;

/// A way in which a REST service fails although the request is right.
public sealed interface RestFault {

    /// Too many requests: 429 with Retry-After.
    record Throttle(Duration retryAfter) implements RestFault {

        public Throttle {
            checkNotNegative(retryAfter);
        }
    }

    /// An answer with this status, 500 to 599, with Retry-After unless that is zero.
    record Unavailable(int status, Duration retryAfter) implements RestFault {

        public Unavailable {
            checkNotNegative(retryAfter);
            if (status < 500 || status > 599) {
                throw new IllegalArgumentException(
                        "a server's failure has a status from 500 to 599, not " + status);
            }
        }
    }

    /// This error, whatever the request.
    record Refuse(int status, String code, String message) implements RestFault {

        public Refuse {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException(
                        "an error has a status from 400 to 599, not " + status);
            }
        }
    }

    /// This status with an empty body, and nothing is done.
    record Pretend(int status) implements RestFault {}

    /// The right answer, but only after this time.
    record Delay(Duration by) implements RestFault {

        public Delay {
            checkNotNegative(by);
        }
    }

    /// Takes the request and never answers.
    record Stall() implements RestFault {}

    /// Takes the request, does nothing and hangs up.
    record Drop() implements RestFault {}

    /// Does what was asked, and hangs up without a word.
    record LoseReply() implements RestFault {}

    /// Does what was asked, sends half of the answer and hangs up.
    record Truncate() implements RestFault {}

    /// A page for people, as a proxy on the way would send it, with this status.
    record Html(int status) implements RestFault {}

    private static void checkNotNegative(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("nobody can wait " + wait);
        }
    }
}
