package dev.postern.delivery.smtp;

import dev.postern.advice.Advice;
import dev.postern.advice.Evidence;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.smtp.Transaction.Stage;
import dev.postern.protocol.wire.BackOff;
import dev.postern.queue.Reply;
import java.time.Duration;

/// Makes of a server's reply an answer to the message: what is to become of it, and what the reply
/// says about the destination. A value.
///
/// @param remote the server, for reports
/// @param signedIn as whom
/// @param known of the session, before anything was refused: what kind of server it is, who signed
///   in, and by what
record Classification(String remote, SignedIn signedIn, Evidence known) {

    /// Whose trouble a mailbox's trouble is.
    enum SignedIn {
        /// No mailbox's.
        AS_NOBODY,
        /// That of every message: a single mailbox sends all.
        AS_ONE,
        /// That of the messages of one sender.
        AS_SENDER
    }

    /// A rate is counted in minutes and hours, a quota in days that begin at any moment.
    private static final Duration RATE_PATIENCE = Duration.ofMinutes(2);

    private static final Duration QUOTA_PATIENCE = Duration.ofHours(1);

    /// So much of the server's words that a remedy has room beside them.
    private static final int WORDS_MAX = 280;

    /// The answer to a negative reply.
    ///
    /// @param stage to what the reply is
    Answer.ForSome of(Stage stage, dev.postern.protocol.smtp.Reply reply) {
        Duration asked = BackOff.suggested(reply.text()).orElse(Duration.ZERO);
        return switch (Meaning.of(stage, reply)) {
            case LATER -> new Answer.NotNow(told(reply), Cause.UNKNOWN, asked);
            case BUSY -> new Answer.NotNow(told(reply), shared(Cause.DESTINATION), asked);
            case QUOTA ->
                    new Answer.NotNow(
                            told(reply),
                            shared(Cause.DESTINATION),
                            reply.permanentFailure() ? QUOTA_PATIENCE : RATE_PATIENCE);
            case ROUTE -> new Answer.NotNow(mended(reply), Cause.ADMINISTRATOR, asked);
            case ACCOUNT ->
                    switch (signedIn) {
                        case AS_ONE -> new Answer.NotNow(mended(reply), Cause.ADMINISTRATOR, asked);
                        case AS_NOBODY, AS_SENDER -> new Answer.Refused(told(reply));
                    };
            case UNSUITABLE -> new Answer.OtherWay(told(reply));
            case SENDER, NEVER -> new Answer.Refused(told(reply));
        };
    }

    /// The answer when the server does not accept our credentials. The message has nothing to do
    /// with it, and waits.
    Answer.NotNow credentials(dev.postern.protocol.smtp.Reply reply, String more) {
        Reply mended = mended(reply);
        String words = more.isEmpty() ? mended.words() : mended.words() + " (" + more + ")";
        return new Answer.NotNow(
                new Reply(mended.status(), remote, Words.clean(words)),
                shared(Cause.ADMINISTRATOR),
                Duration.ZERO);
    }

    /// The answer when the server wants no session now.
    Answer.NotNow turnedAway(dev.postern.protocol.smtp.Reply reply) {
        return new Answer.NotNow(
                told(reply),
                reply.permanentFailure() ? Cause.ADMINISTRATOR : Cause.DESTINATION,
                BackOff.suggested(reply.text()).orElse(Duration.ZERO));
    }

    /// One sender's trouble is not the destination's: another message tells.
    Cause shared(Cause cause) {
        return signedIn == SignedIn.AS_SENDER ? Cause.UNKNOWN : cause;
    }

    /// The reply as a report tells it.
    Reply told(dev.postern.protocol.smtp.Reply reply) {
        return new Reply(status(reply), remote, Words.clean(reply.toString()));
    }

    /// The same, with what mends it.
    private Reply mended(dev.postern.protocol.smtp.Reply reply) {
        String words = Words.clean(reply.toString());
        String advice =
                Advice.on(known.withWords(words)).map(finding -> " " + finding.line()).orElse("");
        String head = words.substring(0, Math.min(words.length(), WORDS_MAX));
        return new Reply(status(reply), remote, Words.clean(head + advice));
    }

    private static EnhancedStatus status(dev.postern.protocol.smtp.Reply reply) {
        return reply.status()
                .orElse(
                        reply.positive()
                                ? EnhancedStatus.DONE
                                : reply.permanentFailure()
                                        ? EnhancedStatus.FAILED
                                        : EnhancedStatus.NOT_NOW);
    }
}
