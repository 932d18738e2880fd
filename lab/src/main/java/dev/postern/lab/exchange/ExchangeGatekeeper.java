package dev.postern.lab.exchange;

import dev.postern.lab.Gatekeeper;
import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.entra.TokenMint;
import dev.postern.lab.jwt.Jwt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks a token as Exchange Online does: first what it says of itself, then what Exchange knows
/// of its bearer, then what the mailbox grants.
///
/// Up to the second step every no is a refused token, which tells a client nothing; a missing right
/// on the mailbox alone is [Gatekeeper.Verdict.NotConnected]. Why a no was said goes to the log.
/// Any thread may call.
public final class ExchangeGatekeeper implements Gatekeeper {

    private final Directory directory;
    private final TokenMint mint;
    private final InstantSource clock;
    private final LabLog log;

    public ExchangeGatekeeper(
            Directory directory, TokenMint mint, InstantSource clock, LabLog log) {
        this.directory = directory;
        this.mint = mint;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public Verdict signIn(Protocol protocol, String user, String accessToken) {
        Verdict verdict = verdict(protocol, user, accessToken);
        log.add(source(protocol), user, describe(verdict));
        return verdict;
    }

    private Verdict verdict(Protocol protocol, String user, String accessToken) {
        Optional<Jwt> read = mint.verified(accessToken);
        if (read.isEmpty()) {
            return new Verdict.Refused("this is no access token, or none of this lab");
        }
        Jwt token = read.get();
        Instant now = clock.instant();
        Instant ends = token.time("exp").orElse(Instant.EPOCH);
        if (!ends.isAfter(now)) {
            return new Verdict.Refused("the token expired at " + ends + ", it is " + now);
        }
        if (Resource.of(token.text("aud")).filter(Resource.EXCHANGE::equals).isEmpty()) {
            return new Verdict.Refused(
                    "the token is for " + token.text("aud") + ", not for Exchange");
        }
        Optional<Tenant> tenant = directory.world().tenant(token.text("tid"));
        if (tenant.isEmpty()) {
            return new Verdict.Refused("there is no tenant " + token.text("tid") + " any more");
        }
        return verdict(protocol, user, token, tenant.get().exchange());
    }

    private static Verdict verdict(Protocol protocol, String user, Jwt token, Exchange exchange) {
        String role = role(protocol);
        boolean hasRole = token.texts("roles").contains(role);
        Optional<Exchange.Mailbox> found = exchange.mailbox(user);
        Bearer bearer = bearer(token, exchange);
        boolean byRbac =
                protocol == Protocol.SMTP
                        && !hasRole
                        && found.filter(mailbox -> bearer.isAmong(mailbox.smtpRoles())).isPresent();
        if (!hasRole && !byRbac) {
            return new Verdict.Refused(
                    "the token has no role " + role + " but " + token.texts("roles"));
        }
        if (bearer.names().isEmpty()) {
            return new Verdict.Refused(bearer.whyUnknown());
        }
        if (found.isEmpty()) {
            return new Verdict.NotConnected("there is no mailbox " + user);
        }
        Exchange.Mailbox mailbox = found.get();
        Optional<String> closed = closed(protocol, exchange, mailbox);
        if (closed.isPresent()) {
            return new Verdict.Refused(closed.get());
        }
        if (!byRbac && !bearer.isAmong(mailbox.fullAccess())) {
            return new Verdict.NotConnected(
                    "the principal " + bearer.names() + " has no FullAccess on " + user);
        }
        return new Verdict.Welcome(user.toLowerCase(Locale.ROOT), token.time("exp").orElseThrow());
    }

    /// Who shows the token, as far as Exchange knows.
    ///
    /// @param names of the principals that are registered with both of the token's ids
    private record Bearer(Set<String> names, String whyUnknown) {

        boolean isAmong(Set<String> grantees) {
            return names.stream().anyMatch(grantees::contains);
        }
    }

    private static Bearer bearer(Jwt token, Exchange exchange) {
        String client = token.text("appid");
        String object = token.text("oid");
        Map<String, Exchange.Principal> sameClient =
                exchange.principals().entrySet().stream()
                        .filter(one -> one.getValue().clientId().toString().equals(client))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> names =
                sameClient.entrySet().stream()
                        .filter(one -> one.getValue().objectId().toString().equals(object))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        String why =
                sameClient.isEmpty()
                        ? "application "
                                + client
                                + " is not registered in Exchange (New-ServicePrincipal)"
                        : "application "
                                + client
                                + " is registered in Exchange with another object id than "
                                + object;
        return new Bearer(names, why);
    }

    private static Optional<String> closed(
            Protocol protocol, Exchange exchange, Exchange.Mailbox mailbox) {
        return switch (protocol) {
            case IMAP ->
                    mailbox.imap()
                            ? Optional.empty()
                            : Optional.of("IMAP is disabled on the mailbox");
            case POP3 ->
                    mailbox.pop3()
                            ? Optional.empty()
                            : Optional.of("POP3 is disabled on the mailbox");
            case SMTP ->
                    switch (exchange.smtpAuth(mailbox)) {
                        case ALLOWED -> Optional.empty();
                        case DISABLED_FOR_TENANT ->
                                Optional.of("SMTP AUTH is disabled for the tenant");
                        case DISABLED_FOR_MAILBOX ->
                                Optional.of("SMTP AUTH is disabled for the mailbox");
                    };
        };
    }

    private static String role(Protocol protocol) {
        return switch (protocol) {
            case IMAP -> "IMAP.AccessAsApp";
            case POP3 -> "POP.AccessAsApp";
            case SMTP -> "SMTP.SendAsApp";
        };
    }

    private static LabLog.Source source(Protocol protocol) {
        return switch (protocol) {
            case IMAP -> LabLog.Source.IMAP;
            case POP3 -> LabLog.Source.POP3;
            case SMTP -> LabLog.Source.SMTP;
        };
    }

    private static String describe(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Welcome(String mailbox, Instant ends) ->
                    "signed in to " + mailbox + " until " + ends;
            case Verdict.NotConnected(String reason) -> "signed in, not connected: " + reason;
            case Verdict.Refused(String reason) -> "refused: " + reason;
        };
    }
}
