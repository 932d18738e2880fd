package dev.postern.config;

import java.util.List;

/// The page of the reference with every limit that somebody may run into. Figures come from the
/// classes and the settings themselves, so that they cannot differ from what the program does.
final class LimitsPage {

    private static final String HEAD =
            """
            # Limits

            Nothing in Postern is without a bound, and each bound has a reply, a line in the log or an alarm that says so when it is met. *Setting* names what changes a limit; a dash means
            that it is fixed. This page is made from the program itself: `./check --docs` renews it.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);
    private final LimitsTable table = new LimitsTable(text);

    private LimitsPage() {}

    /// @param ways what each way out bears if the settings do not say
    static String of(List<Way> ways) {
        LimitsPage page = new LimitsPage();
        new LimitsOfIntake(page.table).all();
        page.handedOver();
        page.joined();
        page.waited();
        page.tokens();
        page.microsoft(ways);
        return page.text.toString();
    }

    /// A way out, and how much it bears by itself.
    ///
    /// @param figures connections, messages a minute and an hour, recipients of a message and in 24
    ///   hours, octets
    /// @param from whose figures they are
    record Way(String name, List<Long> figures, String from) {}

    private void handedOver() {
        table.section("What is handed over");
        table.setting(
                "the wait after the first failure, then twice as long each time",
                Figures.usual(Destination.Retry.class, "first"),
                "`retry.first`",
                "RFC 5321 §4.5.4.1 suggests 30 min");
        table.setting(
                "… up to",
                Figures.usual(Destination.Retry.class, "longest"),
                "`retry.longest`",
                "RFC 5321 §4.5.4.1 suggests 2 to 3 h");
        table.setting(
                "until a message goes back, or is parked",
                Figures.usual(Destination.Retry.class, "giveUpAfter"),
                "`retry.give-up-after`",
                "RFC 5321 §4.5.4.1 suggests 4 to 5 d");
        table.setting(
                "until the sender is told of a delay",
                Figures.usual(Relay.Limits.class, "warnAfter"),
                "`relay.limits.warn-after`",
                "ours");
        table.time("what `Retry-After` may ask for", "delivery.http.RetryAfter#MAX", "ours");
        table.setting(
                "until a webhook has answered",
                Figures.usual(Destination.Kind.Webhook.class, "timeout"),
                "`webhook.timeout`",
                "ours");
        table.setting(
                "until a program has ended",
                Figures.usual(Destination.Kind.Command.class, "timeLimit"),
                "`command.time-limit`",
                "ours");
        table.count(
                "depth of a message's parts, where it is taken apart",
                "delivery.mime.PartWalk#DEPTH_MAX",
                "ours");
        table.count("its parts", "delivery.mime.PartWalk#PARTS_MAX", "ours");
        table.octets(
                "its header, where its sender is rewritten",
                "delivery.smtp.RewrittenMessage#HEADER_MAX",
                "ours");
        table.octets(
                "a whole message in a report to its sender",
                "app.Reports#WHOLE_MAX",
                "ours; above that its header alone");
    }

    private void joined() {
        table.section("Old clients through the proxy");
        table.setting(
                "sessions of a listener",
                Figures.usual(Proxy.Limits.class, "sessions"),
                "`limits.sessions`",
                "ours");
        table.setting(
                "… from one address",
                Figures.usual(Proxy.Limits.class, "perAddress"),
                "`limits.per-address`",
                "ours");
        table.setting(
                "… of one account",
                Figures.usual(Proxy.Limits.class, "perAccount"),
                "`limits.per-account`",
                "ours");
        table.setting(
                "a session in which nothing is said",
                Figures.usual(Proxy.Limits.class, "idle"),
                "`limits.idle`",
                "RFC 9051 §5.4 asks for 30 min at least");
        table.count(
                "connections to one mailbox by IMAP and POP3",
                "app.Proxies#CONNECTIONS",
                "`mailbox.connections`",
                "Microsoft's limit is not published");
        table.count(
                "… by SMTP",
                "app.Proxies#SMTP_CONNECTIONS",
                "`mailbox.connections`",
                "Exchange Online: 432 4.3.2");
        table.setting(
                "sign-ins to one mailbox in a minute",
                Figures.usual(Proxy.Mailbox.class, "loginsPerMinute"),
                "`mailbox.logins-per-minute`",
                "ours");
        table.setting(
                "how long a client waits for its turn",
                Figures.usual(Proxy.Mailbox.class, "patience"),
                "`mailbox.patience`",
                "ours");
        table.octets(
                "a line before the client is signed in",
                "protocol.login.LoginRules$Limits#USUAL.line",
                "RFC 4954 §4");
        table.octets(
                "a literal before that", "protocol.login.LoginRules$Limits#USUAL.literal", "ours");
        table.count(
                "commands before that", "protocol.login.LoginRules$Limits#USUAL.commands", "ours");
        table.count("refused sign-ins", "protocol.login.LoginRules$Limits#USUAL.refusals", "ours");
        table.time(
                "until the client is signed in",
                "protocol.login.LoginRules$Deadlines#USUAL.signIn",
                "ours");
    }

    private void waited() {
        table.section("How long is waited");
        String client = "protocol.smtp.ServerDeadlines#USUAL.";
        table.time("a client's TLS handshake", client + "handshake", "ours");
        table.time("a client's next command", client + "command", "RFC 5321 §4.5.3.2.7");
        table.time("silence within a message", client + "silence", "RFC 5321 §4.5.3.2.5");
        table.time("a client that does not take our answer", client + "write", "ours");
        String mail = "protocol.wire.Deadlines#USUAL.";
        table.time("a connection to a mailbox server", mail + "connect", "ours");
        table.time("its TLS handshake", mail + "handshake", "ours");
        table.time("its greeting", mail + "greeting", "ours");
        table.time("a line of its replies", mail + "reply", "ours");
        table.time("silence within a message from it", mail + "silence", "ours");
        String next = "protocol.smtp.SmtpClient#DEADLINES.";
        table.time("a connection to the next server", next + "connect", "ours");
        table.time("its greeting and its replies", next + "reply", "RFC 5321 §4.5.3.2.1 to .3");
        table.time("its answer to a whole message", next + "acceptance", "RFC 5321 §4.5.3.2.6");
        table.time("a connection by HTTP", "delivery.http.Exchanges#CONNECT_TIMEOUT", "ours");
        table.time(
                "an answer of Graph or Azure Communication Services",
                "app.TimeLimits#USUAL.answer",
                "ours");
        table.time("what is in hand when the service stops", "app.Service#STOP_MAX", "ours");
    }

    private void tokens() {
        table.section("Tokens and settings");
        table.time("an answer of the token endpoint", "token.TokenRequest#PATIENCE", "ours");
        table.time(
                "how long before its end a token is renewed",
                "token.TokenSettings#MARGIN",
                "Microsoft's libraries do so");
        table.time(
                "… for High Volume Email",
                "app.Ways#HVE_TOKEN_LIFE",
                "it refuses tokens that end within 10 min");
        table.octets("a token", "token.AccessToken#LENGTH_MAX", "ours");
        table.octets("an answer of the token endpoint", "token.HttpClients#BODY_MAX", "ours");
        table.count(
                "credentials of a tenant",
                "token.Tenant#CREDENTIALS_MAX",
                "ours; the settings have two");
        table.octets("the settings file", "config.Loader#SIZE_MAX", "ours");
        table.octets("a file with a secret", "config.SecretFile#SIZE_MAX", "ours");
        table.time(
                "how often Entra is asked when credentials end",
                "app.Listings#EVERY",
                "`expiry-from-graph`",
                "ours");
    }

    private void microsoft(List<Way> ways) {
        text.append(
                """

                ## Microsoft's limits, which Postern keeps to

                So that Microsoft never has to enforce them: a destination's own settings (`connections`, `messages-per-minute`, `messages-per-hour`, `recipients-per-message`,
                `recipients-per-day`, `size-max`) change them, for instance after a higher quota was granted. What is beyond a pace waits its turn; what is beyond a size goes the next way.

                | way out | connections | messages a minute | an hour | recipients of a message | recipients in 24 h | size | from |
                |---|---|---|---|---|---|---|---|
                """);
        for (Way way : ways) {
            List<Long> figures = way.figures();
            text.append("| `").append(way.name()).append('`');
            figures.subList(0, 5).forEach(one -> text.append(" | ").append(Figures.count(one)));
            text.append(" | ").append(Figures.octets(figures.getLast()));
            text.append(" | ").append(way.from()).append(" |\n");
        }
        text.append(
                """

                Not paced, since nobody can count them from outside: what a tenant may send to the world in a day (`550 5.7.233`), and what Azure Communication Services allow a whole
                subscription. Who meets them is told what they mean: [replies](replies.md). Mail waits, and nothing is lost.
                """);
    }
}
