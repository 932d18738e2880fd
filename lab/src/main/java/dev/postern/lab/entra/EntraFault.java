package dev.postern.lab.entra;

import java.time.Duration;

/// A way in which the token endpoint fails although the request is right.
public sealed interface EntraFault {

    /// Too many requests: 429 with Retry-After and AADSTS90055.
    record Throttle(Duration retryAfter) implements EntraFault {

        public Throttle {
            checkNotNegative(retryAfter);
        }
    }

    /// An answer with this status, 500 to 599, and an error body that says to try again.
    record Unavailable(int status) implements EntraFault {

        public Unavailable {
            if (status < 500 || status > 599) {
                throw new IllegalArgumentException(
                        "a server's failure has a status from 500 to 599, not " + status);
            }
        }
    }

    /// This error, whatever the request.
    record Refuse(int code) implements EntraFault {

        public Refuse {
            if (Aadsts.of(code).isEmpty()) {
                throw new IllegalArgumentException("the lab knows no AADSTS" + code);
            }
        }
    }

    /// The right answer, but only after this time.
    record Delay(Duration by) implements EntraFault {

        public Delay {
            checkNotNegative(by);
        }
    }

    /// Takes the request and never answers.
    record Stall() implements EntraFault {}

    /// 200 with a body that begins like JSON and is none.
    record InvalidJson() implements EntraFault {}

    /// A page for people, as a proxy on the way would send it, with this status.
    record Html(int status) implements EntraFault {}

    /// Takes the request and hangs up.
    record Drop() implements EntraFault {}

    /// Sends half of the right answer and hangs up.
    record Truncate() implements EntraFault {}

    private static void checkNotNegative(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("nobody can wait " + wait);
        }
    }
}
