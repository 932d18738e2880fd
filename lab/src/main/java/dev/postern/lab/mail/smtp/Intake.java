package dev.postern.lab.mail.smtp;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.From;
import dev.postern.lab.mail.fault.Fault.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The mail transactions of a session, from MAIL to the reply to the message's end. Used by the
/// session's thread.
final class Intake {

    /// The stage after the last octet of a message came in, and before it is kept.
    static final String DOT = "DOT";

    private static final Pattern MAIL_PARAMETERS =
            Pattern.compile(
                    "(?i)SIZE=\\d{1,18}|BODY=(?:7BIT|8BITMIME|BINARYMIME)|SMTPUTF8|RET=(?:FULL|HDRS)|ENVID=\\S{1,100}|AUTH=\\S+");
    private static final Pattern RCPT_PARAMETERS =
            Pattern.compile(
                    "(?i)NOTIFY=(?:NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY))*)|ORCPT=[^;\\s]+;\\S+");
    private static final Pattern CHUNK = Pattern.compile("(?i)(\\d{1,18})( LAST)?");
    private static final Reply NO_TRANSACTION = Reply.of("503 5.5.2 Need mail command");
    private static final Reply BAD_ARGUMENTS = Reply.of("501 5.5.4 Invalid arguments");
    private static final Reply TOO_LARGE =
            Reply.of("552 5.3.4 Message size exceeds fixed maximum message size");

    private final Talk talk;
    private final Desk desk;
    private @Nullable Transaction transaction;

    Intake(Talk talk, Desk desk) {
        this.talk = talk;
        this.desk = desk;
    }

    boolean isOpen() {
        return transaction != null;
    }

    /// Ends the transaction, if there is one.
    void reset() {
        Transaction open = transaction;
        transaction = null;
        if (open != null) {
            desk.over(open);
        }
    }

    Reply mail(String argument, boolean extended) {
        if (transaction != null) {
            return Reply.of("503 5.5.2 Sender already specified");
        }
        Optional<Path> read = Path.read("FROM", argument);
        if (read.isEmpty() || (!extended && !read.get().parameters().isEmpty())) {
            return BAD_ARGUMENTS;
        }
        Path sender = read.get();
        if (sender.unknown(MAIL_PARAMETERS).isPresent()) {
            return BAD_ARGUMENTS;
        }
        if (!sender.address().isEmpty() && !sender.isAddress()) {
            return Reply.of("501 5.1.7 Invalid address");
        }
        Transaction begun = new Transaction(sender, desk.bounds().octets());
        if (!sender.isAscii() && !begun.isUtf8()) {
            return Reply.of("550 5.6.7 Non-ASCII addresses are for SMTPUTF8");
        }
        Optional<Reply> refusal = desk.refusal(begun);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long size = sender.parameter("SIZE").map(Long::parseLong).orElse(0L);
        if (size > desk.bounds().octets()) {
            desk.over(begun);
            return TOO_LARGE;
        }
        transaction = begun;
        return Reply.of("250 2.1.0 Sender OK");
    }

    Reply rcpt(String argument) {
        Transaction open = transaction;
        if (open == null) {
            return NO_TRANSACTION;
        }
        Optional<Path> read = Path.read("TO", argument);
        if (read.isEmpty() || read.get().unknown(RCPT_PARAMETERS).isPresent()) {
            return BAD_ARGUMENTS;
        }
        Path recipient = read.get();
        if (!recipient.isAddress() || (!recipient.isAscii() && !open.isUtf8())) {
            return Reply.of("501 5.1.3 Invalid address");
        }
        int number = open.ask();
        Optional<Fault.NthRecipient> nth =
                talk.exchange()
                        .faults()
                        .take(
                                Fault.NthRecipient.class,
                                talk.occasion(),
                                one -> number % one.n() == 0);
        if (nth.isPresent()) {
            return Reply.wanted(nth.get().text());
        }
        if (open.recipients().size() >= desk.bounds().recipients()) {
            return Reply.of("452 4.5.3 Too many recipients");
        }
        Optional<Reply> refusal = desk.refusal(open, recipient.address());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        open.add(recipient);
        return Reply.of("250 2.1.5 Recipient OK");
    }

    Reply data() throws IOException {
        Transaction open = transaction;
        if (open == null) {
            return NO_TRANSACTION;
        }
        if (open.isChunked() || open.isBinary()) {
            return Reply.of("503 5.5.1 Bad sequence of commands");
        }
        if (open.recipients().isEmpty()) {
            return Reply.of("503 5.5.2 Need rcpt command");
        }
        talk.say("354 Start mail input; end with <CRLF>.<CRLF>");
        talk.flush();
        Reader reader = new Reader(talk.connection(), talk.take(Fault.Intake.class));
        reader.data(open.message());
        return end(open, reader.hasBareLineEnd());
    }

    Reply bdat(String argument) throws IOException {
        var chunk = CHUNK.matcher(argument);
        if (!chunk.matches()) {
            talk.end(); // how much of what follows is no command, nobody knows
            return BAD_ARGUMENTS;
        }
        talk.flush();
        Reader reader = new Reader(talk.connection(), talk.take(Fault.Intake.class));
        long octets = Long.parseLong(chunk.group(1));
        Transaction open = transaction;
        if (open == null || open.recipients().isEmpty()) {
            reader.chunk(new Received(0), octets);
            return open == null ? NO_TRANSACTION : Reply.of("503 5.5.2 Need rcpt command");
        }
        open.chunk();
        reader.chunk(open.message(), octets);
        return chunk.group(2) == null
                ? Reply.of("250 2.0.0 CHUNK received OK, " + octets + " octets")
                : end(open, false);
    }

    /// Decides over a message whose last octet has come.
    private Reply end(Transaction open, boolean bare) throws IOException {
        talk.command(DOT);
        talk.dialogue().client(DOT, "(a message of " + open.message().size() + " octets)");
        try {
            Optional<Fault.Answer> wanted = talk.strike();
            if (wanted.isPresent()) {
                return Reply.wanted(wanted.get().text());
            }
            if (open.message().isTooLarge()) {
                return TOO_LARGE;
            }
            if (bare) {
                return Reply.of("550 5.6.11 Invalid characters");
            }
            Reply reply = desk.take(open, open.message().source());
            if (reply.isPositive() && talk.take(Fault.LostReply.class).isPresent()) {
                talk.dialogue().remark("the message is kept, its reply is lost");
                talk.out()
                        .plan(Optional.of(new Fault.Cut(Way.DROP, From.ANSWER, 0, Duration.ZERO)));
            }
            return reply;
        } finally {
            reset();
        }
    }
}
