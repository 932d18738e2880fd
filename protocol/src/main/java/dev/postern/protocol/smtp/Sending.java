package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.smtp.Transaction.End;
import dev.postern.protocol.smtp.Transaction.RefusedRecipient;
import dev.postern.protocol.smtp.Transaction.Stage;
import dev.postern.protocol.wire.Wait;
import dev.postern.protocol.wire.WireOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One mail transaction: MAIL, RCPT for each recipient, DATA (RFC 5321 §3.3).
///
/// With PIPELINING (RFC 2920) the commands go in one piece, DATA with them, and the replies are
/// read afterwards; without it, each waits for the reply to the one before. So a message to a few
/// recipients takes two round trips.
///
/// Made for one transaction; confined to one thread.
final class Sending {

    /*
     * DATA is sent before it is known whether anybody takes the message. If nobody does and the
     * server says 354 all the same, it gets a final dot and nothing else, as RFC 2920 §3.1 wants.
     *
     * From the moment in which the final dot may have left us until the reply to it has come, nobody
     * can say whether the message was taken: a failure in between is a result, and not an exception
     * as everywhere else.
     */

    /// Commands whose replies together fit into any buffer between us: neither side can get stuck
    /// because the other does not read (RFC 2920 §3.1).
    private static final int WINDOW = 100;

    private static final EnhancedStatus TOO_LARGE = new EnhancedStatus(5, 3, 4);
    private static final EnhancedStatus NO_EIGHT_BIT = new EnhancedStatus(5, 6, 3);
    private static final EnhancedStatus NO_UTF8 = new EnhancedStatus(5, 6, 7);
    private static final int NAME_NOT_ALLOWED = 553;

    private final ClientConversation conversation;
    private final Extensions extensions;
    private final Envelope envelope;
    private final boolean pipelining;

    private final List<Recipient> asked = new ArrayList<>();
    private final List<RefusedRecipient> refused = new ArrayList<>();
    private Optional<End> refusal = Optional.empty();
    private boolean mailAnswered;
    private int answered;
    private int accepted;
    private boolean open;
    private boolean dotted;

    Sending(ClientConversation conversation, Extensions extensions, Envelope envelope) {
        this.conversation = conversation;
        this.extensions = extensions;
        this.envelope = envelope;
        this.pipelining = extensions.has("PIPELINING");
    }

    /// @param octets of the message, as far as they are known
    /// @throws IOException if the session or the reading of the message failed before all of it was
    ///   sent: the server took it for nobody
    Transaction run(long octets, InputStream message) throws IOException {
        Optional<End> reason = unsuitable(octets);
        End end = reason.isPresent() ? reason.get() : transaction(octets, message);
        return new Transaction(end, refused, extensions.has("DSN"));
    }

    /// Whether the server may still have the transaction open, to be reset before the next.
    boolean leftOpen() {
        return open;
    }

    private Optional<End> unsuitable(long octets) {
        OptionalLong sizeMax = extensions.sizeMax();
        if (sizeMax.isPresent() && octets > sizeMax.getAsLong()) {
            return no(TOO_LARGE, "messages of more than " + sizeMax.getAsLong() + " octets");
        }
        if (envelope.options().eightBit() && !extensions.has("8BITMIME")) {
            return no(NO_EIGHT_BIT, "content of eight bits (8BITMIME)");
        }
        return EnvelopeCommands.needsUtf8(envelope) && !extensions.has("SMTPUTF8")
                ? no(NO_UTF8, "header fields and senders in UTF-8 (SMTPUTF8)")
                : Optional.empty();
    }

    private Optional<End> no(EnhancedStatus status, String what) {
        return Optional.of(
                new End.Unsuitable(status, conversation.peer() + " does not take " + what));
    }

    private End transaction(long octets, InputStream message) throws IOException {
        try {
            addresses(octets);
            if (verdict().isPresent()) {
                return verdict().get();
            }
            conversation.say("DATA");
            settle();
            return conversation.over() ? verdict().orElseThrow() : data(message);
        } catch (IOException e) {
            // A server that refuses and hangs up has refused.
            return verdict().orElseThrow(() -> e);
        }
    }

    private void addresses(long octets) throws IOException {
        EnvelopeCommands commands = new EnvelopeCommands(extensions);
        int window = pipelining ? WINDOW : 1;
        conversation.sayUtf8(commands.mail(envelope, octets));
        open = true;
        for (Recipient recipient : envelope.recipients()) {
            if (recipient.address().needsUtf8() && !extensions.has("SMTPUTF8")) {
                refused.add(new RefusedRecipient(recipient, notWithoutUtf8()));
                continue;
            }
            if (underWay() >= window) {
                settle();
            }
            if (refusal.isPresent()) {
                return;
            }
            conversation.sayUtf8(commands.rcpt(recipient));
            asked.add(recipient);
        }
        if (!pipelining) {
            settle();
        }
    }

    private Reply notWithoutUtf8() {
        return new Reply(
                NAME_NOT_ALLOWED,
                Optional.of(NO_UTF8),
                List.of("not sent: " + conversation.peer() + " does not offer SMTPUTF8"));
    }

    private int underWay() {
        return asked.size() - answered + (mailAnswered ? 0 : 1);
    }

    /// Reads the replies to MAIL and RCPT that are still to come.
    private void settle() throws IOException {
        conversation.flush();
        if (!mailAnswered) {
            mailAnswered = true;
            Reply reply = conversation.reply(Wait.REPLY);
            if (!reply.positive()) {
                refusal = Optional.of(new End.Refused(Stage.MAIL, reply));
            }
        }
        while (answered < asked.size() && !conversation.over()) {
            answer(asked.get(answered++), conversation.reply(Wait.REPLY));
        }
    }

    private void answer(Recipient recipient, Reply reply) {
        if (refusal.isPresent()) {
            // It followed a MAIL that was refused, so it is about the order of commands.
            return;
        }
        if (reply.closing()) {
            refusal = Optional.of(new End.Refused(Stage.RCPT, reply));
        } else if (reply.positive()) {
            accepted++;
        } else {
            refused.add(new RefusedRecipient(recipient, reply));
        }
    }

    /// Why the message is not to be sent; empty as long as nothing speaks against it.
    private Optional<End> verdict() {
        boolean nobody = accepted == 0 && refused.size() == envelope.recipients().size();
        return refusal.isPresent() || !nobody ? refusal : Optional.of(new End.NobodyLeft());
    }

    private End data(InputStream message) throws IOException {
        Reply reply = conversation.reply(Wait.REPLY);
        if (reply.positive()) {
            throw conversation.complaint("answered DATA as if that were all");
        }
        if (!reply.intermediate()) {
            return verdict().orElse(new End.Refused(Stage.DATA, reply));
        }
        return verdict().isPresent() ? nothing(verdict().get()) : content(message);
    }

    /// Ends a message that is for nobody.
    private End nothing(End verdict) throws IOException {
        conversation.sayAtOnce(".", ".");
        Reply _ = conversation.reply(Wait.ACCEPTANCE);
        open = false;
        return verdict;
    }

    private End content(InputStream message) throws IOException {
        try {
            conversation.send(output -> write(message, output));
            Reply reply = conversation.reply(Wait.ACCEPTANCE);
            if (reply.intermediate()) {
                throw conversation.complaint("asked for more after the final dot");
            }
            open = false;
            return reply.positive()
                    ? new End.Accepted(reply)
                    : new End.Refused(Stage.CONTENT, reply);
        } catch (IOException e) {
            if (dotted) {
                return new End.Unheard(e);
            }
            throw e;
        }
    }

    private void write(InputStream message, WireOutput output) throws IOException {
        DotStuffing stuffing = new DotStuffing(output::write);
        long count = message.transferTo(stuffing);
        output.note("<" + count + " octets>");
        dotted = true;
        stuffing.end();
    }
}
