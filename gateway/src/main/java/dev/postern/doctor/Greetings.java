package dev.postern.doctor;

import java.io.IOException;
import java.util.Optional;

/// What a server said that wanted no session with us.
final class Greetings {

    private Greetings() {}

    /// Its words; empty if it was another failure.
    static Optional<String> refused(IOException failure) {
        return switch (failure) {
            case dev.postern.protocol.smtp.TurnedAwayException e ->
                    Optional.of(e.reply().toString());
            case dev.postern.protocol.pop3.TurnedAwayException e ->
                    Optional.of("-ERR " + e.refusal());
            case dev.postern.protocol.imap.SessionEndedException e -> Optional.of(Reach.words(e));
            default -> Optional.empty();
        };
    }
}
