package dev.postern.delivery.graph;

import dev.postern.advice.Evidence;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.MailboxAllowances;
import dev.postern.delivery.MailboxAllowances.Permit;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.mime.Dissection;
import dev.postern.delivery.mime.MessageParts;
import dev.postern.delivery.mime.Recipients;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Sends messages on by Graph: as they are by `sendMail`, larger ones by a draft. Safe for use by
/// many threads.
public final class GraphAgent implements DeliveryAgent {

    /// Above this, Graph has been seen to answer 200 and to send nothing.
    private static final long MIME_MAX = 2L << 20;

    private static final String NO_RECIPIENTS =
            "{\"message\":{\"subject\":\"\",\"toRecipients\":[]},\"saveToSentItems\":false}";

    private static final int BASE64_LINE = 76;
    private static final byte[] CRLF = {'\r', '\n'};

    private final GraphSettings settings;
    private final InstantSource clock;
    private final GraphClient client;
    private final MailboxAllowances allowances =
            new MailboxAllowances(MailboxAllowances.Allowance.GRAPH);

    /// @param tls whom to trust
    public GraphAgent(GraphSettings settings, SSLContext tls, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = new GraphClient(settings, tls);
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        Optional<Envelope> envelope = parcel.message().origin().enveloped();
        if (envelope.isEmpty() || parcel.addressees().isEmpty()) {
            return new Answer.OtherWay("the message has no envelope, so Graph cannot send it");
        }
        Optional<AddrSpec> mailbox = settings.mailbox().or(envelope.get()::sender);
        if (mailbox.isEmpty()) {
            return new Answer.OtherWay("a report has no sender whose mailbox could send it");
        }
        if (parcel.message().size() > MIME_MAX && settings.drafts().isEmpty()) {
            return new Answer.OtherWay(
                    "the message has "
                            + parcel.message().size()
                            + " octets, and Graph's sendMail takes no more than "
                            + MIME_MAX);
        }
        return inTurn(parcel, mailbox.get());
    }

    /// Where each sender's own mailbox sends, each has its own share.
    private Answer inTurn(Parcel parcel, AddrSpec mailbox) throws InterruptedException {
        if (settings.mailbox().isPresent()) {
            return hand(parcel, mailbox);
        }
        String name = mailbox.toString();
        if (allowances.take(name, parcel.addressees().size(), clock.instant())
                instanceof Permit.Wait(String reason, var patience)) {
            return new Answer.Busy(reason, patience);
        }
        try {
            return hand(parcel, mailbox);
        } finally {
            allowances.done(name);
        }
    }

    /// Asks for a message that nobody gets to be sent, which shows whether this mailbox may send:
    /// who may is told that it has no recipients.
    public Came inquire(AddrSpec mailbox) throws InterruptedException {
        byte[] body = NO_RECIPIENTS.getBytes(StandardCharsets.US_ASCII);
        return client.post(mailbox, "/sendMail", "application/json", body).came();
    }

    private Answer hand(Parcel parcel, AddrSpec mailbox) throws InterruptedException {
        try {
            return parcel.message().size() > MIME_MAX
                    ? sendDraft(parcel, mailbox, settings.drafts().orElseThrow())
                    : sendMail(parcel, mailbox);
        } catch (IOException e) {
            return new Answer.NotNow(
                    "the message could not be read: " + Words.of(e), Cause.UNKNOWN);
        }
    }

    private Answer sendMail(Parcel parcel, AddrSpec mailbox)
            throws IOException, InterruptedException {
        Addressing message;
        try (InputStream octets = parcel.open()) {
            message =
                    Addressing.of(
                            octets.readAllBytes(),
                            addressees(parcel),
                            isReport(parcel) ? Optional.of(mailbox) : Optional.empty());
        }
        if (message.dropped() && hasFurtherWay(parcel)) {
            return namesOthers();
        }
        byte[] body = Base64.getMimeEncoder(BASE64_LINE, CRLF).encode(message.octets());
        return judgement(mailbox, "Mail.Send")
                .of(client.post(mailbox, "/sendMail", "text/plain", body), clock.instant());
    }

    private Answer sendDraft(Parcel parcel, AddrSpec mailbox, Path temporary)
            throws IOException, InterruptedException {
        return switch (Dissection.of(parcel, temporary, isReport(parcel))) {
            case Dissection.Impossible(String reason) ->
                    new Answer.OtherWay(
                            Words.clean(
                                    "the message is too large for sendMail, and Graph cannot be"
                                            + " told it in JSON: the message "
                                            + reason));
            case Dissection.Whole(MessageParts parts) -> {
                try (parts) {
                    yield sendDraft(parcel, mailbox, parts);
                }
            }
        };
    }

    private Answer sendDraft(Parcel parcel, AddrSpec mailbox, MessageParts parts)
            throws IOException, InterruptedException {
        Recipients recipients = Recipients.of(parts.head(), addressees(parcel));
        if (recipients.dropped() && hasFurtherWay(parcel)) {
            return namesOthers();
        }
        Judgement judgement = judgement(mailbox, "Mail.ReadWrite and Mail.Send");
        return new DraftSending(client, mailbox, judgement, clock)
                .send(Draft.of(parts, mailbox, !isReport(parcel), recipients));
    }

    private static List<AddrSpec> addressees(Parcel parcel) {
        return parcel.addressees().stream().map(one -> one.recipient().address()).toList();
    }

    private static boolean isReport(Parcel parcel) {
        return parcel.message().origin() instanceof Origin.Report;
    }

    private static boolean hasFurtherWay(Parcel parcel) {
        return !parcel.consignment().furtherWays().isEmpty();
    }

    private static Answer namesOthers() {
        return new Answer.OtherWay(
                "the header names people who are not recipients of this hand-over, and Graph would"
                        + " send to them");
    }

    private Judgement judgement(AddrSpec mailbox, String permissions) {
        return new Judgement(
                client.name(),
                Evidence.of(
                        Stage.MESSAGE,
                        Service.GRAPH,
                        "",
                        settings.signIn().tenant().names().withMailbox(mailbox.toString())),
                settings.mailbox().isPresent(),
                permissions);
    }

    @Override
    public void close() {
        client.close();
    }
}
