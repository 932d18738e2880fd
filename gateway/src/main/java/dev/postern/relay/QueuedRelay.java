package dev.postern.relay;

import dev.postern.account.Account;
import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.account.SenderPolicy.From;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import java.util.Optional;

/// The common way in, with the queue behind it. Safe for use by many threads.
public final class QueuedRelay implements Relay {

    private final Surroundings around;
    private final Rates rates;
    private volatile Terms terms;

    /// The settings, and what is made of them once.
    record Terms(RelaySettings settings, Postmark postmark) {}

    public QueuedRelay(RelaySettings settings, Surroundings around) {
        this.around = around;
        this.rates = new Rates(around.clock());
        this.terms = new Terms(settings, new Postmark(settings.host()));
    }

    /// Takes over new settings: for all messages that begin after this.
    public void replace(RelaySettings settings) {
        terms = new Terms(settings, new Postmark(settings.host()));
    }

    @Override
    public Optional<Refusal> sender(Principal principal, Optional<AddrSpec> sender) {
        return mayBe(sender, principal.policy())
                .or(() ->
                        principal instanceof Principal.Known(Account account) && !rates.has(account)
                                ? Optional.of(Refusals.rate(account.messagesPerMinute()))
                                : Optional.empty());
    }

    private static Optional<Refusal> mayBe(Optional<AddrSpec> sender, SenderPolicy policy) {
        boolean nobody = policy.senders().isEmpty() && policy.instead().isEmpty();
        boolean irreparable = policy.from() != From.KEEP && policy.replacement().isEmpty();
        if (nobody || (irreparable && !policy.allowsAll())) {
            return Optional.of(Refusals.nobody());
        }
        return policy.from() == From.KEEP && sender.isPresent() && !policy.allows(sender.get())
                ? Optional.of(Refusals.sender(sender.get(), policy))
                : Optional.empty();
    }

    /// The reverse-path that a message goes on with: the null one stays null.
    private static Optional<AddrSpec> mended(Optional<AddrSpec> sender, SenderPolicy policy) {
        if (sender.isEmpty()) {
            return sender;
        }
        return switch (policy.from()) {
            case KEEP -> sender;
            case REPAIR ->
                    policy.allows(sender.get()) ? sender : policy.replacement().or(() -> sender);
            case FORCE -> policy.replacement().or(() -> sender);
        };
    }

    @Override
    public Optional<Refusal> recipient(
            Principal principal, Optional<AddrSpec> sender, AddrSpec recipient) {
        Routes.Origin origin =
                new Routes.Origin(mended(sender, principal.policy()), account(principal));
        return terms.settings().routes().reaches(origin, recipient)
                ? Optional.empty()
                : Optional.of(Refusals.noRoute(recipient));
    }

    @Override
    public Letter receive(Principal principal, Peer peer, Envelope envelope) {
        Optional<Refusal> no = mayBe(envelope.sender(), principal.policy());
        if (no.isEmpty()
                && principal instanceof Principal.Known(Account account)
                && !rates.take(account)) {
            no = Optional.of(Refusals.rate(account.messagesPerMinute()));
        }
        Envelope onward =
                new Envelope(
                        mended(envelope.sender(), principal.policy()),
                        envelope.recipients(),
                        envelope.options());
        QueuedLetter letter =
                new QueuedLetter(
                        new Submission(
                                principal.policy(),
                                account(principal),
                                peer,
                                envelope.sender(),
                                onward),
                        terms,
                        around);
        no.ifPresent(letter::decline);
        return letter;
    }

    private static String account(Principal principal) {
        return principal instanceof Principal.Known(Account account) ? account.name() : "";
    }

    @Override
    public long sizeMax() {
        return terms.settings().sizeMax();
    }
}
