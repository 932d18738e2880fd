package dev.postern.advice;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What is known of one refusal. Holds no secrets and no token.
///
/// @param stage how far it had come
/// @param service whose words they are
/// @param words the server's, as they came; empty if nothing was said
/// @param token what the token says of itself; empty if there was none, or if it cannot be read
/// @param names what commands are filled in with
/// @param circumstances what else was seen
public record Evidence(
        Stage stage,
        Service service,
        String words,
        Optional<TokenFacts> token,
        Names names,
        Set<Circumstance> circumstances) {

    public Evidence {
        circumstances = Set.copyOf(circumstances);
    }

    /// A refusal of which only the words are known.
    public static Evidence of(Stage stage, Service service, String words, Names names) {
        return new Evidence(stage, service, words, Optional.empty(), names, Set.of());
    }

    /// The same, of these words of the server.
    public Evidence withWords(String other) {
        return new Evidence(stage, service, other, token, names, circumstances);
    }

    public Evidence withToken(TokenFacts facts) {
        return new Evidence(stage, service, words, Optional.of(facts), names, circumstances);
    }

    public Evidence with(Circumstance circumstance) {
        Set<Circumstance> more = EnumSet.of(circumstance);
        more.addAll(circumstances);
        return new Evidence(stage, service, words, token, names, more);
    }

    boolean saw(Circumstance circumstance) {
        return circumstances.contains(circumstance);
    }

    /// The names, with the object id that the token tells if no other is known.
    Names filledNames() {
        return names.objectId().isEmpty()
                ? token.flatMap(TokenFacts::objectId).map(names::withObjectId).orElse(names)
                : names;
    }
}
