package dev.postern.collector;

import dev.postern.advice.Stage;
import dev.postern.protocol.pop3.Refusal;
import dev.postern.protocol.pop3.TurnedAwayException;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.util.Optional;

/// Turns the ways in which a conversation with a server can end into what they mean for a visit.
final class Ends {

    private Ends() {}

    /// Something said to a server.
    @FunctionalInterface
    interface Talk<T> {
        T run() throws IOException;
    }

    /// Runs it, and turns a broken conversation into its meaning.
    ///
    /// What our own store cannot do passes through: the server is not to blame.
    static <T> T translated(Talk<T> talk) throws IOException {
        try {
            return talk.run();
        } catch (SessionEndedException | QueueUnavailableException e) {
            throw e;
        } catch (dev.postern.protocol.imap.SessionEndedException e) {
            throw new SessionEndedException(
                    switch (e.reason()) {
                        case TOKEN_EXPIRED -> SessionEndedException.Cause.TOKEN_ENDED;
                        case THROTTLED -> SessionEndedException.Cause.THROTTLED;
                        case UNAVAILABLE -> SessionEndedException.Cause.UNAVAILABLE;
                        case BYE -> SessionEndedException.Cause.LOST;
                    },
                    message(e),
                    e.backOff());
        } catch (TurnedAwayException e) {
            throw refused(e.refusal(), message(e));
        } catch (IOException e) {
            throw new SessionEndedException(SessionEndedException.Cause.LOST, message(e), e);
        }
    }

    /// What a POP3 server's refusal means, if it concerns more than one message.
    static SessionEndedException refused(Refusal refusal, String words) {
        if (refusal.throttled()) {
            return new SessionEndedException(
                    SessionEndedException.Cause.THROTTLED, words, refusal.backOff());
        }
        if (refusal.tokenEnded()) {
            return new SessionEndedException(SessionEndedException.Cause.TOKEN_ENDED, words);
        }
        return new SessionEndedException(
                refusal.notNow()
                        ? SessionEndedException.Cause.UNAVAILABLE
                        : SessionEndedException.Cause.REFUSED,
                words,
                refusal.backOff());
    }

    /// Returns if the server let us in, and throws what it means otherwise.
    static void check(SignIn signIn, Credentials credentials) throws SessionEndedException {
        Server server = credentials.server();
        switch (signIn) {
            case SignIn.Accepted _ -> {
                // The next command tells whether the mailbox is ours.
            }
            case SignIn.Refused(String text, Optional<String> challenge) ->
                    throw new SessionEndedException(
                            SessionEndedException.Cause.REFUSED,
                            "%s refused the sign-in: %s%s%s"
                                    .formatted(
                                            server.endpoint(),
                                            text,
                                            challenge.map(words -> " (" + words + ")").orElse(""),
                                            credentials.advice(Stage.SIGN_IN, text)));
            case SignIn.NotOffered(var offered) ->
                    throw new SessionEndedException(
                            SessionEndedException.Cause.REFUSED,
                            "%s offers no XOAUTH2, only %s".formatted(server.endpoint(), offered));
            case SignIn.Throttled(String text, var backOff) ->
                    throw new SessionEndedException(
                            SessionEndedException.Cause.THROTTLED,
                            "%s asks for patience: %s".formatted(server.endpoint(), text),
                            backOff);
            case SignIn.Unavailable(String text) ->
                    throw new SessionEndedException(
                            SessionEndedException.Cause.UNAVAILABLE,
                            "%s cannot sign in anybody now: %s".formatted(server.endpoint(), text));
        }
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
