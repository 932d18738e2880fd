package dev.postern.advice;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// What to make of a refusal: the table, asked.
public final class Advice {

    /// Whatever service it is, these come first: a request to wait is not a refusal.
    private static final List<Entry> FIRST =
            List.of(
                    new Entry(
                            Trouble.D19,
                            Set.of(Service.values()),
                            Sign.words("is throttled|suggested backoff time"),
                            "The server asks for patience; the time is in milliseconds.",
                            true,
                            List.of(
                                    Case.of(
                                            "The mailbox's or the tenant's budget is used up for the moment.",
                                            Step.say(
                                                    "Nothing to do: Postern waits as long as it is asked to; if it stays, another program uses the mailbox."))),
                            List.of()));

    static final List<Entry> TABLE =
            Stream.of(
                            FIRST,
                            EntraReplies.ALL,
                            SignInReplies.ALL,
                            SendingReplies.ALL,
                            MailboxReplies.ALL,
                            HttpReplies.ALL)
                    .flatMap(List::stream)
                    .toList();

    private Advice() {}

    /// What the evidence means; empty if nothing is known of such words.
    ///
    /// At the stage [Stage#CLAIMS] the token's claims are looked at and no words: empty means that
    /// nothing is wrong with them that could be seen.
    public static Optional<Finding> on(Evidence evidence) {
        if (evidence.stage() == Stage.CLAIMS) {
            return ClaimsCheck.of(evidence);
        }
        return entra(evidence.words())
                .or(() -> entry(evidence.service(), Said.of(evidence.words())))
                .map(entry -> entry.weigh(evidence));
    }

    /// What can be made of a text of which little else is known.
    ///
    /// @param service whose words they are, if that is known
    public static Explanation explain(String text, Service service, Names names) {
        return Explainer.explain(text, service, names);
    }

    static Optional<Entry> entra(String words) {
        OptionalInt code = Aadsts.codeIn(words);
        return code.isEmpty()
                ? Optional.empty()
                : Aadsts.cause(code.getAsInt()).map(cause -> cause.entry(code.getAsInt()));
    }

    static Optional<Entry> entry(Service service, Said said) {
        return service == Service.ANY
                ? Explainer.likeliest(said)
                : TABLE.stream().filter(entry -> entry.matches(service, said)).findFirst();
    }
}
