package dev.postern.delivery.smtp;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.smtp.Transaction;
import dev.postern.protocol.smtp.Transaction.End;
import dev.postern.protocol.smtp.Transaction.RefusedRecipient;
import dev.postern.protocol.smtp.Transaction.Stage;
import dev.postern.queue.Addressee;
import dev.postern.queue.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One hand-over: a session, a transaction, an answer for each recipient.
///
/// Made for one hand-over; confined to one thread.
final class Delivery {

    private final SmtpWay way;
    private final SessionOpener opener;
    private final Sessions sessions;
    private final String mailbox;
    private Classification classification;

    Delivery(SmtpWay way, SessionOpener opener, Sessions sessions, String mailbox) {
        this.way = way;
        this.opener = opener;
        this.sessions = sessions;
        this.mailbox = mailbox;
        this.classification = opener.classification(mailbox, Optional.empty());
    }

    /// @param envelope as the server is to see it
    Map<Integer, Answer.ForSome> run(Parcel parcel, Envelope envelope, List<Addressee> addressees)
            throws InterruptedException {
        try {
            Optional<Transaction> transaction = inKeptSession(parcel, envelope);
            if (transaction.isEmpty()) {
                switch (opener.open(mailbox)) {
                    case Opening.Failed(Answer.NotNow answer) -> {
                        return forAll(addressees, answer);
                    }
                    case Opening.Opened(Session session) ->
                            transaction = Optional.of(send(session, parcel, envelope));
                }
            }
            return answers(transaction.get(), addressees);
        } catch (RewrittenMessage.NoHeaderException e) {
            return forAll(addressees, new Answer.OtherWay(e.words()));
        } catch (IOException e) {
            return forAll(
                    addressees,
                    new Answer.NotNow(
                            "the session with " + way.server() + " broke: " + Words.of(e),
                            Cause.UNKNOWN));
        }
    }

    /// Sends the message in a session that has rested; empty if there is none, or the server has
    /// meanwhile lost interest in it. It has not taken the message then.
    private Optional<Transaction> inKeptSession(Parcel parcel, Envelope envelope)
            throws InterruptedException, IOException, RewrittenMessage.NoHeaderException {
        Optional<Session> kept = sessions.take(mailbox);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            Transaction transaction = send(kept.get(), parcel, envelope);
            return gone(transaction) ? Optional.empty() : Optional.of(transaction);
        } catch (IOException e) {
            if (parcel.readFailure().isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean gone(Transaction transaction) {
        return transaction.end() instanceof End.Refused(Stage stage, var reply)
                && stage == Stage.MAIL
                && reply.closing();
    }

    private Transaction send(Session session, Parcel parcel, Envelope envelope)
            throws InterruptedException, IOException, RewrittenMessage.NoHeaderException {
        boolean ended = false;
        classification = opener.classification(mailbox, session.claims());
        try (RewrittenMessage message = message(parcel)) {
            Transaction transaction = session.send(envelope, message.octets(), message.content());
            ended = true;
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            return transaction;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            throw e;
        } finally {
            if (ended) {
                sessions.giveBack(session);
            } else {
                session.hangUp();
            }
        }
    }

    private InterruptedException interrupted() {
        boolean _ = Thread.interrupted();
        return new InterruptedException("while sending to " + way.server());
    }

    private RewrittenMessage message(Parcel parcel)
            throws IOException, RewrittenMessage.NoHeaderException {
        InputStream content = parcel.open();
        try {
            long octets = parcel.message().size();
            Optional<AddrSpec> name = way.carries().inNameOf(parcel.message().origin());
            return name.isEmpty()
                    ? new RewrittenMessage(octets, content)
                    : RewrittenMessage.of(name.get(), octets, content);
        } catch (IOException | RuntimeException | RewrittenMessage.NoHeaderException e) {
            content.close();
            throw e;
        }
    }

    private Map<Integer, Answer.ForSome> answers(
            Transaction transaction, List<Addressee> addressees) {
        Map<Recipient, Answer.ForSome> refused = new HashMap<>();
        for (RefusedRecipient one : transaction.refused()) {
            refused.put(one.recipient(), classification.of(Stage.RCPT, one.reply()));
        }
        Map<Integer, Answer.ForSome> answers = new HashMap<>();
        for (Addressee addressee : addressees) {
            Answer.ForSome own = refused.get(addressee.recipient());
            answers.put(addressee.number(), own == null ? answer(transaction) : own);
        }
        return answers;
    }

    private Answer.ForSome answer(Transaction transaction) {
        return switch (transaction.end()) {
            case End.Accepted(var reply) ->
                    new Answer.Taken(classification.told(reply), transaction.dsn());
            case End.Refused(Stage stage, var reply) -> classification.of(stage, reply);
            case End.Unheard(IOException cause) ->
                    new Answer.Unclear(
                            reply(
                                    EnhancedStatus.NOT_NOW,
                                    "no reply to the message: " + Words.of(cause)));
            case End.Unsuitable(EnhancedStatus status, String reason) ->
                    new Answer.OtherWay(reply(status, reason));
            case End.NobodyLeft() ->
                    throw new IllegalStateException("everybody was refused, but not this one");
        };
    }

    private static Reply reply(EnhancedStatus status, String words) {
        return new Reply(status, "", Words.clean(words));
    }

    private static Map<Integer, Answer.ForSome> forAll(
            List<Addressee> addressees, Answer.ForSome answer) {
        Map<Integer, Answer.ForSome> answers = new HashMap<>();
        addressees.forEach(addressee -> answers.put(addressee.number(), answer));
        return answers;
    }
}
