package dev.postern.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What came of asking for a token.
public sealed interface Grant {

    /// Here it is.
    ///
    /// @param expires by this machine's clock
    /// @param passedOver refusals of the credentials that were tried before the one that worked:
    ///   not empty means that a person should look, for instance because the first has expired
    /// @param clock the two clocks at the fetch, if the server told its own
    record Granted(
            AccessToken token,
            Instant fetched,
            Instant expires,
            List<Refusal> passedOver,
            Optional<Clocks> clock)
            implements Grant {

        public Granted {
            passedOver = List.copyOf(passedOver);
        }
    }

    /// Entra ID said no, and will until a person acts.
    ///
    /// @param refusals one a credential, in the order of the settings, at least one
    /// @param notBefore when it is asked again; a changed credential is tried at once
    record Refused(List<Refusal> refusals, Instant notBefore) implements Grant {

        public Refused {
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("a refusal has a reason");
            }
        }

        /// The refusal of the first credential.
        public Refusal refusal() {
            return refusals.getFirst();
        }
    }

    /// No token now, and no one to blame for it: the endpoint cannot be reached, is busy or talks
    /// nonsense.
    ///
    /// @param notBefore asking earlier gives the same answer
    record Unavailable(String reason, Instant notBefore) implements Grant {}
}
