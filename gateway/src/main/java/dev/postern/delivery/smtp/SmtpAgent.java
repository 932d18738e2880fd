package dev.postern.delivery.smtp;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.MailboxAllowances;
import dev.postern.delivery.MailboxAllowances.Permit;
import dev.postern.delivery.Parcel;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.Addressee;
import dev.postern.token.TokenSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends messages on by SMTP, one mail transaction each, in sessions that are kept.
///
/// A hand-over has a session to itself; when it ends the session rests for the next. If a session
/// that has rested turns out to be dead before anything was accepted, the message goes through a
/// new one at once. Safe for use by many threads.
public final class SmtpAgent implements DeliveryAgent {

    private final SmtpWay way;
    private final InstantSource clock;
    private final SessionOpener opener;
    private final Sessions sessions;
    private final MailboxAllowances allowances;

    /// @param tokens asked only if the way signs in with tokens
    public SmtpAgent(SmtpWay way, TokenSource tokens, InstantSource clock) {
        this.way = way;
        this.clock = clock;
        this.opener = new SessionOpener(way, tokens, clock);
        this.sessions = new Sessions(way.keeping(), clock);
        this.allowances = new MailboxAllowances(way.allowance());
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        Optional<Envelope> envelope = parcel.message().origin().enveloped();
        if (envelope.isEmpty() || parcel.addressees().isEmpty()) {
            return new Answer.OtherWay("the message has no envelope, so it cannot be sent by SMTP");
        }
        Map<Integer, Answer.ForSome> answers = new HashMap<>();
        List<Addressee> served = new ArrayList<>();
        for (Addressee addressee : parcel.addressees()) {
            if (way.carries().serves(addressee.recipient().address())) {
                served.add(addressee);
            } else {
                answers.put(addressee.number(), notServed());
            }
        }
        if (served.isEmpty()) {
            return merged(answers);
        }
        return hand(parcel, envelope.get(), served, answers);
    }

    private Answer.OtherWay notServed() {
        return new Answer.OtherWay(
                "%s takes mail for internal recipients only".formatted(way.server()));
    }

    private Answer hand(
            Parcel parcel,
            Envelope envelope,
            List<Addressee> served,
            Map<Integer, Answer.ForSome> answers)
            throws InterruptedException {
        Optional<String> mailbox = mailbox(envelope);
        if (mailbox.isEmpty()) {
            served.forEach(addressee -> answers.put(addressee.number(), noSender()));
            return merged(answers);
        }
        Permit permit = permit(mailbox.get(), served.size());
        if (permit instanceof Permit.Wait(String reason, var patience)) {
            return new Answer.Busy(reason, patience);
        }
        try {
            Envelope outer = outer(parcel, envelope, served);
            Delivery delivery = new Delivery(way, opener, sessions, mailbox.get());
            answers.putAll(delivery.run(parcel, outer, served));
            return merged(answers);
        } finally {
            if (way.signOn().asSender()) {
                allowances.done(mailbox.get());
            }
        }
    }

    private static Answer.OtherWay noSender() {
        return new Answer.OtherWay("a report has no sender whose mailbox could send it");
    }

    private Permit permit(String mailbox, int recipients) {
        return way.signOn().asSender()
                ? allowances.take(mailbox, recipients, clock.instant())
                : new Permit.Granted();
    }

    /// Who signs in: one name for all messages, or the sender of this one.
    private Optional<String> mailbox(Envelope envelope) {
        return switch (way.signOn()) {
            case SignOn.Nobody() -> Optional.of("");
            case SignOn.ByPassword password -> Optional.of(password.user());
            case SignOn.ByToken token ->
                    token.mailbox().or(() -> envelope.sender().map(AddrSpec::toString));
        };
    }

    private Envelope outer(Parcel parcel, Envelope envelope, List<Addressee> served) {
        return new Envelope(
                way.carries().inNameOf(parcel.message().origin()).or(envelope::sender),
                served.stream().map(Addressee::recipient).toList(),
                envelope.options());
    }

    private static Answer merged(Map<Integer, Answer.ForSome> answers) {
        return new HashSet<>(answers.values()).size() == 1
                ? answers.values().iterator().next()
                : new Answer.Each(answers);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
