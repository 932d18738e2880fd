package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper;
import java.time.Duration;
import java.util.Set;

/// A gatekeeper of few words: the token `good` opens every mailbox for an hour (dots may follow
/// it), `no-right` is good and opens none, all others are refused.
public final class Doorman implements Gatekeeper {

    public static final String MAILBOX = "razr@example.cz";
    public static final String GOOD = "good";
    public static final String NO_RIGHT = "no-right";

    @Override
    public Verdict signIn(Protocol protocol, String user, String accessToken) {
        String token = accessToken.strip().replaceAll("\\.+$", "");
        return switch (token) {
            case GOOD ->
                    new Verdict.Welcome(
                            user, SettableClock.START.plus(Duration.ofHours(1)), Set.of());
            case NO_RIGHT -> new Verdict.NotConnected("no FullAccess");
            default -> new Verdict.Refused("unknown token");
        };
    }
}
