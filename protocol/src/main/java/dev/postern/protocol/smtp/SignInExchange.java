package dev.postern.protocol.smtp;

import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.sasl.Interrogation;
import java.io.IOException;
import java.util.Optional;

/// Asks a client who signs in for its name and password (RFC 4954 §4).
final class SignInExchange {

    private final Exchange exchange;

    SignInExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    /// What came of asking.
    sealed interface Asked {

        /// All that is needed to decide.
        record Given(Credentials credentials) implements Asked {}

        /// Nothing to decide, for this reason.
        record Failed(ServerReply reply) implements Asked {}
    }

    Asked ask(ServerCommand.Auth command) throws IOException {
        Optional<Interrogation> interrogation = Interrogation.by(command.mechanism());
        return interrogation.isPresent()
                ? settle(interrogation.get(), command.initial())
                : new Asked.Failed(Replies.NO_SUCH_MECHANISM);
    }

    /// Asks until there is nothing more to ask, which is two questions at most.
    private Asked settle(Interrogation interrogation, Optional<String> initial) throws IOException {
        Interrogation.Step step = interrogation.begin(initial);
        while (step instanceof Interrogation.Step.Ask(String question)) {
            exchange.say(Replies.question(question));
            switch (exchange.secret()) {
                case ClientInput.Line.Bad(ServerReply reply) -> {
                    return new Asked.Failed(reply);
                }
                case ClientInput.Line.Text(String text) -> step = interrogation.answer(text);
            }
        }
        return switch (step) {
            case Interrogation.Step.Given(Credentials credentials) -> new Asked.Given(credentials);
            case Interrogation.Step.Failed(Interrogation.Flaw flaw) ->
                    new Asked.Failed(Replies.to(flaw));
            case Interrogation.Step.Ask _ -> throw new IllegalStateException("still to be asked");
        };
    }
}
