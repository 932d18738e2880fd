package dev.postern.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Asks a client for its name and password, as a server: by PLAIN (RFC 4616), or by LOGIN, which
/// was never more than a draft and is what devices speak. How questions and answers are wrapped is
/// each protocol's affair.
///
/// Made for one attempt; confined to one thread.
public final class Interrogation {

    /// What a server offers.
    public static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN");

    /// `Username:` and `Password:`. Some clients take no other words.
    private static final String USER_NAME = "VXNlcm5hbWU6";

    private static final String PASSWORD = "UGFzc3dvcmQ6";

    /// An initial response of no octets (RFC 4954 §4, RFC 4959 §3, RFC 5034 §4).
    private static final String EMPTY = "=";

    private static final String CANCEL = "*";

    private final boolean plain;
    private Optional<String> user = Optional.empty();

    private Interrogation(boolean plain) {
        this.plain = plain;
    }

    /// What is to be done next.
    public sealed interface Step {

        /// Ask this, and hand the client's line to [#answer].
        ///
        /// @param base64 may be empty
        record Ask(String base64) implements Step {}

        /// All that is needed to decide.
        record Given(Credentials credentials) implements Step {}

        /// Nothing to decide.
        record Failed(Flaw flaw) implements Step {}
    }

    /// What can be wrong with what a client says.
    public enum Flaw {
        CANCELLED,
        NOT_BASE64,
        /// No name and password are in it.
        NOT_CREDENTIALS,
        /// It wants to act for another than it signs in as.
        OTHER_IDENTITY
    }

    /// @param mechanism in any case
    /// @return empty if it is not one of [#MECHANISMS]
    public static Optional<Interrogation> by(String mechanism) {
        boolean plain = mechanism.equalsIgnoreCase("PLAIN");
        return plain || mechanism.equalsIgnoreCase("LOGIN")
                ? Optional.of(new Interrogation(plain))
                : Optional.empty();
    }

    /// @param initial the client's initial response in base64, or `=` for an empty one
    public Step begin(Optional<String> initial) {
        if (initial.isEmpty()) {
            return new Step.Ask(plain ? "" : USER_NAME);
        }
        return initial.get().equals(EMPTY) ? heard(new byte[0]) : decoded(initial.get());
    }

    /// @param line the client's answer, in base64
    public Step answer(String line) {
        return line.equals(CANCEL) ? new Step.Failed(Flaw.CANCELLED) : decoded(line);
    }

    private Step decoded(String base64) {
        try {
            return heard(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return new Step.Failed(Flaw.NOT_BASE64);
        }
    }

    private Step heard(byte[] octets) {
        if (plain) {
            return parsed(octets);
        }
        if (user.isPresent()) {
            return new Step.Given(new Credentials("LOGIN", user.get(), octets));
        }
        if (octets.length == 0) {
            return new Step.Failed(Flaw.NOT_CREDENTIALS);
        }
        user = Optional.of(new String(octets, StandardCharsets.UTF_8));
        return new Step.Ask(PASSWORD);
    }

    /// RFC 4616 §2: who to act for, who signs in, and the password, with NUL in between.
    private static Step parsed(byte[] message) {
        int first = nul(message, 0);
        int second = nul(message, first + 1);
        if (first == message.length || second == message.length || second == first + 1) {
            return new Step.Failed(Flaw.NOT_CREDENTIALS);
        }
        String identity = new String(message, 0, first, StandardCharsets.UTF_8);
        String name = new String(message, first + 1, second - first - 1, StandardCharsets.UTF_8);
        byte[] password = Arrays.copyOfRange(message, second + 1, message.length);
        Arrays.fill(message, (byte) 0);
        return identity.isEmpty() || identity.equals(name)
                ? new Step.Given(new Credentials("PLAIN", name, password))
                : new Step.Failed(Flaw.OTHER_IDENTITY);
    }

    private static int nul(byte[] message, int from) {
        int i = Math.min(from, message.length);
        while (i < message.length && message[i] != 0) {
            i++;
        }
        return i;
    }
}
