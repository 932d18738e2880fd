package dev.postern.delivery.graph;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.MailboxAllowances;
import dev.postern.delivery.MailboxAllowances.Permit;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.Exchanges;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.delivery.http.TokenSignIn.Tried;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.Origin;
import dev.postern.queue.Reply;
import dev.postern.token.AccessToken;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Sends messages on by Graph's `sendMail`, in MIME form. Safe for use by many threads.
public final class GraphAgent implements DeliveryAgent {

    /// Above this, Graph has been seen to answer 200 and to send nothing.
    private static final long MIME_MAX = 2L << 20;

    private static final int BASE64_LINE = 76;
    private static final byte[] CRLF = {'\r', '\n'};

    private final GraphSettings settings;
    private final TokenSignIn signIn;
    private final InstantSource clock;
    private final Exchanges exchanges;
    private final MailboxAllowances allowances =
            new MailboxAllowances(MailboxAllowances.Allowance.GRAPH);

    /// @param tls whom to trust
    public GraphAgent(
            GraphSettings settings, TokenSource tokens, SSLContext tls, InstantSource clock) {
        this.settings = settings;
        this.signIn = new TokenSignIn(tokens, settings.tenant(), settings.scope());
        this.clock = clock;
        this.exchanges = new Exchanges(settings.endpoint(), tls);
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
        if (parcel.message().size() > MIME_MAX) {
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

    private Answer hand(Parcel parcel, AddrSpec mailbox) throws InterruptedException {
        Addressing message;
        try (InputStream octets = parcel.open()) {
            boolean report = parcel.message().origin() instanceof Origin.Report;
            message =
                    Addressing.of(
                            octets.readAllBytes(),
                            parcel.addressees().stream()
                                    .map(one -> one.recipient().address())
                                    .toList(),
                            report ? Optional.of(mailbox) : Optional.empty());
        } catch (IOException e) {
            return new Answer.NotNow(
                    "the message could not be read: " + Words.of(e), Cause.UNKNOWN);
        }
        if (message.dropped() && !parcel.consignment().furtherWays().isEmpty()) {
            return new Answer.OtherWay(
                    "the header names people who are not recipients of this hand-over, and Graph"
                            + " would send to them");
        }
        return send(message, mailbox);
    }

    private Answer send(Addressing message, AddrSpec mailbox) throws InterruptedException {
        byte[] body = Base64.getMimeEncoder(BASE64_LINE, CRLF).encode(message.octets());
        Judgement judgement =
                new Judgement(exchanges.name(), mailbox.toString(), settings.mailbox().isPresent());
        return switch (signIn.send(
                exchanges, token -> request(body, mailbox, token), settings.timeout())) {
            case Tried.NoToken(Answer.NotNow answer) -> answer;
            case Tried.Sent(Came came) -> answer(came, judgement);
        };
    }

    private HttpRequest request(byte[] body, AddrSpec mailbox, AccessToken token) {
        String user = URLEncoder.encode(mailbox.toString(), StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(
                        settings.endpoint()
                                .resolve(URI.create("/v1.0/users/" + user + "/sendMail")))
                .header("Authorization", "Bearer " + token.value())
                .header("Content-Type", "text/plain")
                .header("User-Agent", "Postern")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private Answer answer(Came came, Judgement judgement) {
        return switch (came) {
            case Came.Response response -> judgement.of(response, clock.instant());
            case Came.Nothing(String words, _, boolean begun) when begun ->
                    new Answer.Unclear(
                            new Reply(
                                    dev.postern.protocol.mail.EnhancedStatus.NOT_NOW,
                                    exchanges.name(),
                                    words));
            case Came.Nothing nothing -> new Answer.NotNow(nothing.words(), nothing.cause());
        };
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
