package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Acs;
import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.exchange.AccessTokens.Reading;
import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.Xoauth2;
import dev.postern.lab.mail.smtp.Desk;
import dev.postern.lab.mail.smtp.Proof;
import dev.postern.lab.mail.smtp.Reply;
import dev.postern.lab.mail.smtp.Transaction;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Azure Communication Services by SMTP. Used by the session's thread.
///
/// It knows LOGIN and XOAUTH2 and no PLAIN. Not known, and so only likely: the words for a sender
/// of a linked domain that is no MailFrom address (5.1.7 too), and at which moment the quota is
/// looked at (after the message).
public final class AcsDesk implements Desk {

    private static final long CEILING = 30L * 1024 * 1024;

    private final Premises premises;
    private final AcsUsage usage;
    private final Counter counter;
    private Optional<AcsUsage.Resource> place = Optional.empty();
    private String account = "";

    /// An application that may use a resource.
    private record Right(AcsUsage.Resource place, App app) {}

    /// Where a resource is in the world.
    public AcsDesk(Premises premises, AcsUsage usage, Talk talk) {
        this.premises = premises;
        this.usage = usage;
        counter = new Counter(premises, talk, Outbox.Server.ACS_SMTP, LabLog.Source.ACS);
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
                "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "8BITMIME", "CHUNKING", "SMTPUTF8");
    }

    @Override
    public List<String> mechanisms(boolean secure) {
        return List.of("LOGIN", "XOAUTH2");
    }

    @Override
    public Bounds bounds() {
        return acs().map(Acs::quota)
                .map(quota -> new Bounds(quota.octets(), quota.recipients()))
                .orElse(new Bounds(CEILING, 0));
    }

    @Override
    public Reply signIn(Proof proof) throws IOException {
        return switch (proof) {
            case Proof.Password(String user, String password) -> secret(user, password);
            case Proof.Bearer(String response) -> bearer(response);
        };
    }

    private Reply secret(String user, String secret) throws IOException {
        Optional<Right> right = rights(user).filter(one -> isSecret(one.app(), secret)).findFirst();
        return right.isPresent()
                ? admitted(user, right.get(), Instant.MAX)
                : counter.refused(
                        user,
                        "no application with this secret may send by an SMTP Username "
                                + user
                                + " that is ready");
    }

    private boolean isSecret(App app, String secret) {
        return app.enterpriseApp().signIn() == App.SignIn.ENABLED
                && app.credentials().secrets().values().stream()
                        .anyMatch(one ->
                                one.value().equals(secret) && one.expires().isAfter(counter.now()));
    }

    private Reply bearer(String response) throws IOException {
        Optional<Xoauth2> read = Xoauth2.decode(response);
        if (read.isEmpty()) {
            return counter.refused("", "no XOAUTH2");
        }
        String user = read.get().user();
        return switch (premises.tokens().read(read.get().token(), Resource.ACS)) {
            case Reading.Bad(String reason) -> counter.refused(user, reason);
            case Reading.Expired(String reason) -> counter.refused(user, reason);
            case Reading.Good(Jwt token, Tenant _, Instant ends) -> {
                Optional<Right> right =
                        rights(user)
                                .filter(one ->
                                        one.app()
                                                .enterpriseApp()
                                                .objectId()
                                                .toString()
                                                .equals(token.text("oid")))
                                .findFirst();
                yield right.isPresent()
                        ? admitted(user, right.get(), ends)
                        : counter.refused(
                                user,
                                "the token's application may not send by an SMTP Username " + user);
            }
        };
    }

    private Reply admitted(String user, Right right, Instant until) throws IOException {
        place = Optional.of(right.place());
        account = user;
        return counter.admitted(user, until);
    }

    /// Whom a user name may stand for: an SMTP Username, or the old name of three parts.
    private Stream<Right> rights(String user) {
        return premises.directory().world().tenants().entrySet().stream()
                .flatMap(tenant ->
                        tenant.getValue().acs().entrySet().stream()
                                .flatMap(acs -> rights(user, tenant, acs)));
    }

    private static Stream<Right> rights(
            String user, Map.Entry<String, Tenant> tenant, Map.Entry<String, Acs> acs) {
        AcsUsage.Resource place = new AcsUsage.Resource(tenant.getKey(), acs.getKey());
        Stream<String> byUsername =
                acs
                        .getValue()
                        .smtpUsername(user)
                        .filter(Acs.SmtpUsername::ready)
                        .map(Acs.SmtpUsername::app)
                        .stream();
        Stream<String> byParts =
                tenant.getValue().apps().entrySet().stream()
                        .filter(app -> isCalled(user, place, tenant.getValue(), app.getValue()))
                        .map(Map.Entry::getKey);
        return Stream.concat(byUsername, byParts)
                .filter(acs.getValue().owners()::contains)
                .flatMap(name -> Optional.ofNullable(tenant.getValue().apps().get(name)).stream())
                .map(app -> new Right(place, app));
    }

    private static boolean isCalled(String user, AcsUsage.Resource place, Tenant tenant, App app) {
        return Stream.of("|", ".")
                .map(between ->
                        String.join(
                                between,
                                place.name(),
                                app.clientId().toString(),
                                tenant.id().toString()))
                .anyMatch(user::equalsIgnoreCase);
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction) {
        return acs().map(acs -> sender(acs, transaction.sender()))
                .orElseGet(() ->
                        Optional.of(
                                counter.signed(
                                        "530 5.7.57 Client not authenticated to send mail.")));
    }

    private static Optional<Reply> sender(Acs acs, String address) {
        return switch (acs.sender(address)) {
            case ALLOWED -> Optional.empty();
            case DOMAIN_NOT_LINKED ->
                    Optional.of(
                            Reply.of("550 5.1.7 The specified sender domain has not been linked."));
            case NO_SUCH_SENDER ->
                    Optional.of(
                            Reply.of(
                                    "550 5.1.7 The specified sender address is no MailFrom address of its domain."));
        };
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction, String recipient) {
        return Optional.empty();
    }

    @Override
    public Reply take(Transaction transaction, MessageSource message) throws IOException {
        Acs acs = acs().orElseThrow();
        Optional<Reply> refusal =
                Author.of(message).claimed().stream()
                        .flatMap(address -> sender(acs, address).stream())
                        .findFirst();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Acs.Quota quota = acs.quota(transaction.sender());
        return usage.send(place.orElseThrow(), counter.now(), quota).isEmpty()
                ? counter.accepted(account, transaction, message, Duration.ZERO)
                : Reply.of(
                        "450 4.5.127 Message rejected. Excessive message rate from sender. For more information see https://aka.ms/EXOSmtpErrors.");
    }

    @Override
    public void over(Transaction transaction) {
        // nothing is counted
    }

    private Optional<Acs> acs() {
        return place.flatMap(at ->
                Optional.ofNullable(premises.directory().world().tenants().get(at.tenant()))
                        .map(tenant -> tenant.acs().get(at.name())));
    }
}
