package dev.postern.lab.exchange;

import dev.postern.lab.Gatekeeper;
import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.jwt.Jwt;
import java.time.Instant;
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

    private final AccessTokens tokens;
    private final LabLog log;

    public ExchangeGatekeeper(AccessTokens tokens, LabLog log) {
        this.tokens = tokens;
        this.log = log;
    }

    @Override
    public Verdict signIn(Protocol protocol, String user, String accessToken) {
        Verdict verdict = verdict(protocol, user, accessToken);
        log.add(Rules.of(protocol).source, user, describe(verdict));
        return verdict;
    }

    private Verdict verdict(Protocol protocol, String user, String accessToken) {
        return switch (tokens.read(accessToken, Resource.EXCHANGE)) {
            case AccessTokens.Reading.Good(Jwt token, Tenant tenant, _) ->
                    verdict(protocol, user, token, tenant.exchange());
            case AccessTokens.Reading.Expired(String reason) -> new Verdict.Refused(reason);
            case AccessTokens.Reading.Bad(String reason) -> new Verdict.Refused(reason);
        };
    }

    private static Verdict verdict(Protocol protocol, String user, Jwt token, Exchange exchange) {
        String role = Rules.of(protocol).role;
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
        Optional<Verdict> closed = closed(protocol, exchange, mailbox);
        if (closed.isPresent()) {
            return closed.get();
        }
        if (!byRbac && !bearer.isAmong(mailbox.fullAccess())) {
            return new Verdict.NotConnected(
                    "the principal " + bearer.names() + " has no FullAccess on " + user);
        }
        return new Verdict.Welcome(
                user.toLowerCase(Locale.ROOT), token.time("exp").orElseThrow(), bearer.names());
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

    private static Optional<Verdict> closed(
            Protocol protocol, Exchange exchange, Exchange.Mailbox mailbox) {
        return switch (Rules.of(protocol)) {
            case IMAP ->
                    mailbox.imap()
                            ? Optional.empty()
                            : Optional.of(new Verdict.Refused("IMAP is disabled on the mailbox"));
            case POP3 ->
                    mailbox.pop3()
                            ? Optional.empty()
                            : Optional.of(new Verdict.Refused("POP3 is disabled on the mailbox"));
            case SMTP ->
                    switch (exchange.smtpAuth(mailbox)) {
                        case ALLOWED -> Optional.empty();
                        case DISABLED_FOR_TENANT -> Optional.of(new Verdict.Disabled(Whose.TENANT));
                        case DISABLED_FOR_MAILBOX ->
                                Optional.of(new Verdict.Disabled(Whose.MAILBOX));
                    };
        };
    }

    /// What a door of a mailbox asks for.
    private enum Rules {
        IMAP("IMAP.AccessAsApp", LabLog.Source.IMAP),
        POP3("POP.AccessAsApp", LabLog.Source.POP3),
        SMTP("SMTP.SendAsApp", LabLog.Source.SMTP);

        private final String role;
        private final LabLog.Source source;

        Rules(String role, LabLog.Source source) {
            this.role = role;
            this.source = source;
        }

        static Rules of(Protocol protocol) {
            return switch (protocol) {
                case IMAP -> IMAP;
                case POP3 -> POP3;
                case SMTP -> SMTP;
                case HVE, ACS, SMART_HOST ->
                        throw new IllegalArgumentException(protocol + " leads to no mailbox");
            };
        }
    }

    private static String describe(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Welcome(String mailbox, Instant ends, _) ->
                    "signed in to " + mailbox + " until " + ends;
            case Verdict.NotConnected(String reason) -> "signed in, not connected: " + reason;
            case Verdict.Disabled(Whose whose) ->
                    "refused: SMTP AUTH is disabled for the " + word(whose);
            case Verdict.Refused(String reason) -> "refused: " + reason;
        };
    }

    private static String word(Whose whose) {
        return switch (whose) {
            case TENANT -> "tenant";
            case MAILBOX -> "mailbox";
        };
    }
}
