package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Exchange.HveAccount;
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
import java.util.Locale;
import java.util.Optional;

/// High Volume Email. Used by the session's thread.
///
/// Not known, and so only likely: which code goes before 5.2.240, 5.6.241 and 5.7.62, the reply to
/// an account without a billing policy (5.7.3), and to a recipient who is not internal (5.7.54, as
/// Exchange says elsewhere).
public final class HveDesk implements Desk {

    private static final Duration LIFE_MIN = Duration.ofMinutes(10);
    private static final long CEILING = 10L * 1024 * 1024;
    private static final String ROLE = "Mail.Send";

    private final Premises premises;
    private final Counter counter;
    private String account = "";

    public HveDesk(Premises premises, Talk talk) {
        this.premises = premises;
        counter = new Counter(premises, talk, Outbox.Server.HVE, LabLog.Source.HVE);
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
        return tenant(account)
                .flatMap(tenant -> tenant.exchange().hveAccount(account))
                .map(one -> new Bounds(one.octets(), one.recipients()))
                .orElse(new Bounds(CEILING, 0));
    }

    @Override
    public Reply signIn(Proof proof) throws IOException {
        return switch (proof) {
            case Proof.Password(String user, String password) -> basic(user, password);
            case Proof.Bearer(String response) -> bearer(response);
        };
    }

    private Reply basic(String user, String password) throws IOException {
        Optional<Tenant> tenant = tenant(user);
        if (tenant.isEmpty()) {
            return noHve(user);
        }
        Exchange exchange = tenant.get().exchange();
        HveAccount wanted = exchange.hveAccount(user).orElseThrow();
        return switch (exchange.basicAuth()) {
            case DISABLED, SECURITY_DEFAULTS, CONDITIONAL_ACCESS ->
                    counter.refused(
                            user,
                            "Basic is " + exchange.basicAuth(),
                            counter.signed(
                                    "535 5.7.139 Authentication unsuccessful, the organization configuration doesn't allow this authentication request."));
            case ALLOWED, RETIRED -> {
                boolean right = !password.isEmpty() && password.equals(wanted.password());
                yield right && wanted.billing()
                        ? admitted(user, Instant.MAX)
                        : counter.refused(
                                user, right ? "no billing policy is valid" : "a wrong password");
            }
        };
    }

    private Reply bearer(String response) throws IOException {
        Optional<Xoauth2> read = Xoauth2.decode(response);
        if (read.isEmpty()) {
            return counter.refused(
                    "", "no XOAUTH2", Reply.of("501 5.5.124 Invalid XOAUTH2 auth data"));
        }
        String user = read.get().user();
        return switch (premises.tokens().read(read.get().token(), Resource.EXCHANGE)) {
            case Reading.Bad(String reason) -> counter.refused(user, reason);
            case Reading.Expired(String reason) ->
                    counter.refused(user, reason, counter.signed("535 5.7.143 Expired token"));
            case Reading.Good good -> bearer(user, good);
        };
    }

    private Reply bearer(String user, Reading.Good good) throws IOException {
        if (good.ends().isBefore(counter.now().plus(LIFE_MIN))) {
            return counter.refused(
                    user,
                    "the token ends at " + good.ends(),
                    counter.signed("535 5.7.142 Token will expire soon"));
        }
        if (!good.token().texts("roles").contains(ROLE)) {
            return counter.refused(
                    user,
                    "the token has no role " + ROLE,
                    counter.signed(
                            "535 5.7.144 XOAUTH2 authentication failed. Invalid API permissions"));
        }
        Optional<HveAccount> wanted = good.tenant().exchange().hveAccount(user);
        if (wanted.isEmpty()) {
            return noHve(user);
        }
        if (!isAllowed(good.token(), good.tenant(), wanted.get())) {
            return counter.refused(
                    user,
                    "the application is not on the allow list (Add-HVEAppAccess)",
                    counter.signed(
                            "550 5.7.240 The application is not allowed for use with this High Volume Email account"));
        }
        return wanted.get().billing()
                ? admitted(user, good.ends())
                : counter.refused(user, "no billing policy is valid");
    }

    private static boolean isAllowed(Jwt token, Tenant tenant, HveAccount wanted) {
        return wanted.apps().stream()
                .map(tenant.apps()::get)
                .map(App::enterpriseApp)
                .anyMatch(app -> app.objectId().toString().equals(token.text("oid")));
    }

    private Reply noHve(String user) {
        return counter.refused(
                user,
                "there is no account for High Volume Email " + user,
                counter.signed("550 5.2.240 The account is not a High Volume Email account"));
    }

    private Reply admitted(String user, Instant until) throws IOException {
        account = user.toLowerCase(Locale.ROOT);
        return counter.admitted(account, until);
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction) {
        if (account.isEmpty()) {
            return Optional.of(counter.signed("530 5.7.57 Client not authenticated to send mail."));
        }
        return transaction.sender().equalsIgnoreCase(account)
                ? Optional.empty()
                : Optional.of(
                        Reply.of(
                                "550 5.7.62 The sender is not the High Volume Email account that signed in"));
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction, String recipient) {
        return switch (premises.postOffice().place(recipient)) {
            case MAILBOX -> Optional.empty();
            case NOBODY ->
                    Optional.of(
                            Reply.of(
                                    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient %s not found by SMTP address lookup"
                                            .formatted(recipient)));
            case ELSEWHERE ->
                    Optional.of(
                            Reply.of(
                                    "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"));
        };
    }

    @Override
    public Reply take(Transaction transaction, MessageSource message) throws IOException {
        List<String> claimed = Author.of(message).claimed();
        return claimed.stream().allMatch(account::equals)
                ? counter.accepted(account, transaction, message, Duration.ZERO)
                : Reply.of("550 5.6.241 From is not the High Volume Email account that signed in");
    }

    @Override
    public void over(Transaction transaction) {
        // nothing is counted
    }

    private Optional<Tenant> tenant(String address) {
        return premises.directory().world().tenants().values().stream()
                .filter(tenant -> tenant.exchange().hveAccount(address).isPresent())
                .findFirst();
    }
}
