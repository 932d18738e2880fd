package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.Gatekeeper.Whose;
import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Exchange.SubmissionLimits;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.exchange.PostOffice;
import dev.postern.lab.mail.Door;
import dev.postern.lab.mail.Door.Admission;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.smtp.Desk;
import dev.postern.lab.mail.smtp.Proof;
import dev.postern.lab.mail.smtp.Reply;
import dev.postern.lab.mail.smtp.Transaction;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Client submission at Exchange Online. Used by the session's thread.
///
/// An envelope sender that the client may not use is refused at MAIL, a `From` in the header after
/// the message, as Exchange does.
public final class ExchangeDesk implements Desk {

    private static final long CEILING = 157_286_400;
    private static final String UNSUCCESSFUL = "535 5.7.139 Authentication unsuccessful, ";

    private final Premises premises;
    private final Senders senders;
    private final Talk talk;
    private final Counter counter;
    private String mailbox = "";
    private Set<String> trustees = Set.of();

    public ExchangeDesk(Premises premises, Senders senders, Talk talk) {
        this.premises = premises;
        this.senders = senders;
        this.talk = talk;
        counter = new Counter(premises, talk, Outbox.Server.EXCHANGE, LabLog.Source.SMTP);
    }

    @Override
    public String banner() {
        return counter.banner();
    }

    @Override
    public String hello() {
        return counter.hello();
    }

    @Override
    public List<String> extensions() {
        return List.of(
                "PIPELINING",
                "DSN",
                "ENHANCEDSTATUSCODES",
                "8BITMIME",
                "BINARYMIME",
                "CHUNKING",
                "SMTPUTF8");
    }

    @Override
    public List<String> mechanisms(boolean secure) {
        return List.of("LOGIN", "XOAUTH2");
    }

    /// Before a sign-in, and in EHLO then, the service's own bounds.
    @Override
    public Bounds bounds() {
        return here().flatMap(tenant -> tenant.exchange().mailbox(mailbox))
                .map(Exchange.Mailbox::submission)
                .map(one -> new Bounds(Math.min(one.octets(), CEILING), one.recipients()))
                .orElse(new Bounds(CEILING, 0));
    }

    @Override
    public Reply signIn(Proof proof) throws IOException {
        return switch (proof) {
            case Proof.Password(String user, String password) -> basic(user, password);
            case Proof.Bearer(String response) -> bearer(response);
        };
    }

    private Reply bearer(String response) throws IOException {
        return switch (new Door(talk).knock(response)) {
            case Admission.In(String address, Set<String> names) -> {
                mailbox = address;
                trustees = names;
                yield Reply.of("235 2.7.0 Authentication successful");
            }
            case Admission.Full() ->
                    Reply.of("421 4.3.2 The maximum number of concurrent connections is exceeded");
            case Admission.Disabled(Whose whose) -> counter.signed(disabled(whose));
            case Admission.NotConnected _, Admission.Refused _ ->
                    counter.signed("535 5.7.3 Authentication unsuccessful");
        };
    }

    private Reply basic(String user, String password) throws IOException {
        Optional<Tenant> tenant = tenant(user);
        if (tenant.isEmpty()) {
            return counter.refused(user, "there is no mailbox " + user);
        }
        Exchange exchange = tenant.get().exchange();
        Exchange.Mailbox wanted = exchange.mailbox(user).orElseThrow();
        Optional<String> refusal = refusal(exchange, wanted, password);
        if (refusal.isPresent()) {
            return counter.refused(user, refusal.get(), counter.signed(refusal.get()));
        }
        mailbox = user.toLowerCase(Locale.ROOT);
        return counter.admitted(mailbox, Instant.MAX);
    }

    private static Optional<String> refusal(
            Exchange exchange, Exchange.Mailbox mailbox, String password) {
        if (exchange.basicAuth() == Exchange.BasicAuth.RETIRED) {
            return Optional.of(
                    "550 5.7.30 Basic authentication is not supported for Client Submission.");
        }
        return switch (exchange.smtpAuth(mailbox)) {
            case DISABLED_FOR_TENANT -> Optional.of(disabled(Whose.TENANT));
            case DISABLED_FOR_MAILBOX -> Optional.of(disabled(Whose.MAILBOX));
            case ALLOWED ->
                    switch (exchange.basicAuth()) {
                        case DISABLED ->
                                Optional.of(UNSUCCESSFUL + "basic authentication is disabled.");
                        case SECURITY_DEFAULTS ->
                                Optional.of(
                                        UNSUCCESSFUL
                                                + "user is locked by your organization's security defaults policy. Contact your administrator.");
                        case CONDITIONAL_ACCESS ->
                                Optional.of(
                                        UNSUCCESSFUL
                                                + "the request did not meet the criteria to be authenticated successfully. Contact your administrator.");
                        case ALLOWED, RETIRED ->
                                !password.isEmpty()
                                                && password.equals(mailbox.submission().password())
                                        ? Optional.empty()
                                        : Optional.of(
                                                UNSUCCESSFUL
                                                        + "the user credentials were incorrect.");
                    };
        };
    }

    private static String disabled(Whose whose) {
        String name =
                switch (whose) {
                    case TENANT -> "Tenant";
                    case MAILBOX -> "Mailbox";
                };
        return UNSUCCESSFUL
                + "SmtpClientAuthentication is disabled for the "
                + name
                + ". Visit https://aka.ms/smtp_auth_disabled for more information.";
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction) {
        if (mailbox.isEmpty()) {
            return Optional.of(counter.signed("530 5.7.57 Client not authenticated to send mail."));
        }
        if (!transaction.sender().isEmpty() && !maySendAs(transaction.sender())) {
            return Optional.of(
                    counter.signed(
                            "550 5.7.60 SMTP; Client does not have permissions to send as this sender"));
        }
        senders.of(mailbox).begin();
        return Optional.empty();
    }

    @Override
    public void over(Transaction transaction) {
        senders.of(mailbox).end();
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction, String recipient) {
        return premises.postOffice().place(recipient) == PostOffice.Place.NOBODY
                ? Optional.of(
                        Reply.of(
                                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient %s not found by SMTP address lookup"
                                        .formatted(recipient)))
                : Optional.empty();
    }

    @Override
    public Reply take(Transaction transaction, MessageSource message) throws IOException {
        Optional<Tenant> tenant = here();
        if (tenant.isEmpty()) {
            return Reply.of("554 5.2.1 STOREDRV.Submission; the mailbox is gone");
        }
        Exchange exchange = tenant.get().exchange();
        SubmissionLimits limits = exchange.submissionLimits();
        Author author = Author.of(message);
        Optional<String> refusal =
                forbidden(exchange.mailbox(mailbox).orElseThrow(), limits)
                        .or(() -> refusal(author))
                        .or(() -> quota(transaction, limits));
        if (refusal.isPresent()) {
            return Reply.of(refusal.get());
        }
        Duration delay = senders.of(mailbox).place(counter.now(), limits.messagesPerMinute());
        if (delay.isPositive()) {
            talk.dialogue().remark("delayed %d s".formatted(delay.toSeconds()));
            if (limits.holdBack()) {
                talk.connection().pause(delay);
            }
        }
        Reply reply = counter.accepted(mailbox, transaction, message, delay);
        premises.postOffice().keepSent(mailbox, message);
        return reply;
    }

    private Optional<String> forbidden(Exchange.Mailbox own, SubmissionLimits limits) {
        if (senders.of(mailbox).open() > limits.connections()) {
            return Optional.of(
                    "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.");
        }
        return switch (own.submission().state()) {
            case USUAL -> Optional.empty();
            case FULL ->
                    Optional.of(
                            "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded");
            case BLOCKED -> Optional.of("550 5.1.8 Access denied, bad outbound sender");
        };
    }

    private Optional<String> refusal(Author author) {
        if (author.isUnclear()) {
            return Optional.of(
                    "550 5.1.20 Multiple From addresses are not allowed without Sender address");
        }
        return author.claimed().stream()
                .filter(address -> !maySendAs(address))
                .findFirst()
                .map(address ->
                        "554 5.2.252 SendAsDenied; %s not allowed to send as %s; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot submit message."
                                .formatted(mailbox, address));
    }

    private Optional<String> quota(Transaction transaction, SubmissionLimits limits) {
        boolean within =
                senders.of(mailbox)
                        .spend(
                                counter.now(),
                                transaction.recipients().size(),
                                limits.recipientsPerDay());
        return within
                ? Optional.empty()
                : Optional.of(
                        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception with message Cannot submit message.");
    }

    private boolean maySendAs(String address) {
        if (address.equalsIgnoreCase(mailbox)) {
            return true;
        }
        return here().flatMap(tenant -> tenant.exchange().mailbox(address))
                .map(Exchange.Mailbox::sendAs)
                .filter(granted ->
                        granted.contains(mailbox) || trustees.stream().anyMatch(granted::contains))
                .isPresent();
    }

    private Optional<Tenant> here() {
        return tenant(mailbox);
    }

    private Optional<Tenant> tenant(String address) {
        return premises.directory().world().tenants().values().stream()
                .filter(tenant -> tenant.exchange().mailbox(address).isPresent())
                .findFirst();
    }
}
