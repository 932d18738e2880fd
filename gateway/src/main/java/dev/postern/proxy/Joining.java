package dev.postern.proxy;

import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.wire.Leg;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of signing in to a mailbox.
sealed interface Joining {

    /// The mailbox is open.
    ///
    /// @param capabilities of the server now, as it names them
    record Joined(Leg leg, List<String> capabilities) implements Joining {
        public Joined {
            capabilities = List.copyOf(capabilities);
        }
    }

    /// The server does not take the token: it is to be forgotten, and another may do.
    ///
    /// @param text what the server said
    record TokenRefused(String text) implements Joining {}

    /// The token is good, and the application may not open this mailbox.
    ///
    /// @param text what the server said
    record NoAccess(String text) implements Joining {}

    /// We asked for too much lately.
    ///
    /// @param backOff how long the server wants to be left alone, if it said so
    record Throttled(String text, Optional<Duration> backOff) implements Joining {}

    /// The server signs in nobody for the moment.
    record Unavailable(String text) implements Joining {}

    /// The server cannot do what is needed, such as XOAUTH2.
    record Unfit(String text) implements Joining {}

    /// Why there is nothing to join after this sign-in; empty if there may be.
    static Optional<Joining> obstacle(SignIn signIn) {
        return switch (signIn) {
            case SignIn.Accepted _ -> Optional.empty();
            case SignIn.Refused(String text, Optional<String> challenge) ->
                    Optional.of(
                            new TokenRefused(
                                    text + challenge.map(reasons -> " " + reasons).orElse("")));
            case SignIn.NotOffered(List<String> offered) ->
                    Optional.of(
                            new Unfit(
                                    "the server does not offer XOAUTH2, but "
                                            + String.join(", ", offered)));
            case SignIn.Throttled(String text, Optional<Duration> backOff) ->
                    Optional.of(new Throttled(text, backOff));
            case SignIn.Unavailable(String text) -> Optional.of(new Unavailable(text));
        };
    }
}
