package dev.postern.token;

import dev.postern.advice.Cause;
import java.util.Optional;

/// One credential's refusal, in Entra ID's words and ours. Holds no secrets.
///
/// @param credential which one, as its `toString` names it
/// @param error the OAuth error (RFC 6749 §5.2): `invalid_client`
/// @param code the number of the AADSTS code, 0 if there was none
/// @param description Entra ID's text, on one line
/// @param traceId for Microsoft's support; empty if there was none
/// @param correlationId for the tenant's sign-in log; empty if there was none
/// @param cause the likely cause, and what mends it
/// @param clock the two clocks when the answer came, if the server told its own
public record Refusal(
        String credential,
        String error,
        int code,
        String description,
        String traceId,
        String correlationId,
        Cause cause,
        Optional<Clocks> clock) {

    /// The code as Microsoft writes it, or the OAuth error if there is none.
    public String name() {
        return code == 0 ? error : "AADSTS" + code;
    }

    /// One line for a log: what was said, and what it means.
    public String summary() {
        String words = description.isEmpty() ? error : description;
        String named = words.contains(name()) ? words : name() + ": " + words;
        // A sentence may follow; Entra ends its own with a full stop.
        String text = named.endsWith(".") ? named.substring(0, named.length() - 1) : named;
        String skew = clock.flatMap(Clocks::remark).map(remark -> " (" + remark + ")").orElse("");
        return "%s refused: %s%s".formatted(credential, text, skew);
    }
}
