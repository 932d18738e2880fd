package dev.postern.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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

    private LimitsPage() {}

    /// @param ways what each way out bears if the settings do not say
    static String of(List<Way> ways) {
        LimitsPage page = new LimitsPage();
        page.taken();
        page.signedIn();
        page.collected();
        page.kept();
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

    private void taken() {
        section("What is taken from devices and programs");
        setting(
                "a message",
                usual(Settings.Queue.class, "sizeMax"),
                "`queue.size-max`, `relay.limits.size-max`",
                "Exchange Online's EHLO announces as much");
        setting(
                "recipients of a message",
                usual(Relay.Limits.class, "recipients"),
                "`relay.limits.recipients`",
                "RFC 5321 §4.5.3.1.8 asks for 100 at least");
        octets("the header of a message", "protocol.smtp.ServerLimits#USUAL.header", "ours");
        octets(
                "a line of a message",
                "protocol.smtp.ServerLimits#USUAL.textLine",
                "RFC 5321 §4.5.3.1.6 has 1 000; devices send more");
        octets(
                "a command line",
                "protocol.smtp.ClientInput#LINE_MAX",
                "RFC 4954 §4, for AUTH; RFC 5321 §4.5.3.1.4 has 512");
        count("parameters of a command", "protocol.smtp.Parameters#COUNT_MAX", "ours");
        count("commands between two messages", "protocol.smtp.ServerLimits#USUAL.commands", "ours");
        count(
                "refused commands between two messages",
                "protocol.smtp.ServerLimits#USUAL.errors",
                "ours");
        count("servers that a message has been through", "relay.Mending#HOPS_MAX", "RFC 5321 §6.3");
        count("visits of a message to this server", "relay.Mending#VISITS_MAX", "ours");
        setting(
                "sessions of a listener",
                usual(Relay.Listener.class, "sessions"),
                "`sessions` of a listener",
                "ours");
        setting(
                "sessions from one address",
                usual(Relay.Listener.class, "sessionsPerAddress"),
                "`sessions-per-address` of a listener",
                "ours");
        row("messages of an account in a minute", "none", "`account add --rate`", "ours");
        octets(
                "a JSON request of the API",
                "api.Api#JSON_MAX",
                "Azure Communication Services take 10 MiB, 30 on request");
        count("JSON requests that are read at a time", "api.Api#JSON_AT_ONCE", "ours");
        count("requests of the API at a time", "api.ApiServer#AT_ONCE", "ours");
        octets("the header of a message by `POST /messages`", "api.RawEndpoint#HEADER_MAX", "ours");
    }

    private void signedIn() {
        section("Passwords");
        count(
                "failures of one account from one address, which lock it there",
                "account.LockOut#USUAL.both.failures",
                "ours");
        count(
                "failures from one address, which lock that",
                "account.LockOut#USUAL.address.failures",
                "ours");
        count(
                "failures of one account from new addresses, which lock it there",
                "account.LockOut#USUAL.account.failures",
                "ours");
        time("… within", "account.LockOut#USUAL.both.within", "ours");
        time("… for", "account.LockOut#USUAL.both.lasts", "ours");
        time(
                "the answer to the first failure, then twice as long each time",
                "account.LockOut#USUAL.delay",
                "ours");
        time("… up to", "account.LockOut#USUAL.delayMax", "ours");
        count(
                "failed sign-ins in an SMTP session",
                "protocol.smtp.ServerLimits#USUAL.signInFailures",
                "ours");
        count("passwords of an account", "account.AccountDesk#PASSWORDS_MAX", "ours");
        octets("a password, at least", "account.AccountDesk#PASSWORD_OCTETS_MIN", "ours");
        octets("a password, at most", "account.AccountDesk#PASSWORD_OCTETS_MAX", "ours");
        count("passwords that wait to be checked", "account.Hashing#WAITING_MAX", "ours");
        time(
                "the age of a signature by access key",
                "api.KeyProof#SKEW",
                "Azure Communication Services");
    }

    private void collected() {
        section("What is taken from mailboxes");
        setting("a round", usual(Collect.class, "every"), "`collect.*.every`", "ours");
        setting(
                "messages of a visit",
                usual(Collect.Limits.class, "messagesPerVisit"),
                "`collect.*.limits.messages-per-visit`",
                "ours");
        setting(
                "a visit",
                usual(Collect.Limits.class, "visitTime"),
                "`collect.*.limits.visit-time`",
                "ours");
        setting(
                "attempts to fetch a message before it is parked",
                usual(Collect.Limits.class, "attempts"),
                "`collect.*.limits.attempts`",
                "ours");
        setting(
                "rounds without success before a person is told",
                usual(Collect.Limits.class, "silentRounds"),
                "`collect.*.limits.silent-rounds`",
                "ours");
        setting(
                "connections to a mailbox",
                usual(Collect.Limits.class, "connections"),
                "`collect.*.limits.connections`",
                "Microsoft's limit is not published");
        octets("a line of an IMAP server", "protocol.imap.ResponseReader#LINE_MAX", "ours");
        octets(
                "a line of a POP3 server",
                "protocol.pop3.Conversation#LINE_MAX",
                "ours; RFC 2449 §4 has 512");
        count("messages that a POP3 mailbox lists", "protocol.pop3.Conversation#LIST_MAX", "ours");
        time(
                "IDLE until it is begun anew",
                "collector.MailboxCollector#IDLE_SLICE",
                "RFC 2177 has 29 min, proxies on the way less");
        time(
                "the first wait after a failure, then twice as long each time",
                "collector.MailboxCollector#FIRST_RETRY",
                "ours");
        time("… up to", "collector.MailboxCollector#LONGEST_RETRY", "ours");
    }

    private void kept() {
        section("What is stored, and for how long");
        setting(
                "free space that is left on the disk",
                usual(Settings.Queue.class, "reserve"),
                "`queue.reserve`",
                "ours");
        setting(
                "the history of a message after its end",
                usual(Settings.History.class, "keep"),
                "`history.keep`",
                "ours");
        row(
                "a message itself",
                "until its last destination has it",
                "–",
                "[what is stored](../concepts/exactly-once.md#what-is-stored-and-for-how-long)");
        row("messages that wait", "as many as the disk holds", "`queue.reserve`", "ours");
        count("writes that wait for the disk", "queue.sqlite.Writer#WAITING_MAX", "ours");
        count("writes of one commit", "queue.sqlite.Writer#BATCH_MAX", "ours");
        time(
                "how long one may wait before the client is told to come again",
                "queue.sqlite.Writer#QUEUEING_MAX",
                "ours");
        count(
                "messages that `postern queue list` shows",
                "queue.QueueDesk$Filter#LIMIT_MAX",
                "ours");
        count(
                "characters of a server's words in the history",
                "queue.sqlite.History#WORDS_MAX",
                "ours");
        count("alarms", "event.Alarms#ALARMS_MAX", "ours");
    }

    private void handedOver() {
        section("What is handed over");
        setting(
                "the wait after the first failure, then twice as long each time",
                usual(Destination.Retry.class, "first"),
                "`retry.first`",
                "RFC 5321 §4.5.4.1 suggests 30 min");
        setting(
                "… up to",
                usual(Destination.Retry.class, "longest"),
                "`retry.longest`",
                "RFC 5321 §4.5.4.1 suggests 2 to 3 h");
        setting(
                "until a message goes back, or is parked",
                usual(Destination.Retry.class, "giveUpAfter"),
                "`retry.give-up-after`",
                "RFC 5321 §4.5.4.1 suggests 4 to 5 d");
        setting(
                "until the sender is told of a delay",
                usual(Relay.Limits.class, "warnAfter"),
                "`relay.limits.warn-after`",
                "ours");
        time("what `Retry-After` may ask for", "delivery.http.RetryAfter#MAX", "ours");
        setting(
                "until a webhook has answered",
                usual(Destination.Kind.Webhook.class, "timeout"),
                "`webhook.timeout`",
                "ours");
        setting(
                "until a program has ended",
                usual(Destination.Kind.Command.class, "timeLimit"),
                "`command.time-limit`",
                "ours");
        count(
                "depth of a message's parts, where it is taken apart",
                "delivery.mime.PartWalk#DEPTH_MAX",
                "ours");
        count("its parts", "delivery.mime.PartWalk#PARTS_MAX", "ours");
        octets(
                "its header, where its sender is rewritten",
                "delivery.smtp.RewrittenMessage#HEADER_MAX",
                "ours");
        octets(
                "a whole message in a report to its sender",
                "app.Reports#WHOLE_MAX",
                "ours; above that its header alone");
    }

    private void joined() {
        section("Old clients through the proxy");
        setting(
                "sessions of a listener",
                usual(Proxy.Limits.class, "sessions"),
                "`limits.sessions`",
                "ours");
        setting(
                "… from one address",
                usual(Proxy.Limits.class, "perAddress"),
                "`limits.per-address`",
                "ours");
        setting(
                "… of one account",
                usual(Proxy.Limits.class, "perAccount"),
                "`limits.per-account`",
                "ours");
        setting(
                "a session in which nothing is said",
                usual(Proxy.Limits.class, "idle"),
                "`limits.idle`",
                "RFC 9051 §5.4 asks for 30 min at least");
        count(
                "connections to one mailbox by IMAP and POP3",
                "app.Proxies#CONNECTIONS",
                "`mailbox.connections`",
                "Microsoft's limit is not published");
        count(
                "… by SMTP",
                "app.Proxies#SMTP_CONNECTIONS",
                "`mailbox.connections`",
                "Exchange Online: 432 4.3.2");
        setting(
                "sign-ins to one mailbox in a minute",
                usual(Proxy.Mailbox.class, "loginsPerMinute"),
                "`mailbox.logins-per-minute`",
                "ours");
        setting(
                "how long a client waits for its turn",
                usual(Proxy.Mailbox.class, "patience"),
                "`mailbox.patience`",
                "ours");
        octets(
                "a line before the client is signed in",
                "protocol.login.LoginRules$Limits#USUAL.line",
                "RFC 4954 §4");
        octets("a literal before that", "protocol.login.LoginRules$Limits#USUAL.literal", "ours");
        count("commands before that", "protocol.login.LoginRules$Limits#USUAL.commands", "ours");
        count("refused sign-ins", "protocol.login.LoginRules$Limits#USUAL.refusals", "ours");
        time(
                "until the client is signed in",
                "protocol.login.LoginRules$Deadlines#USUAL.signIn",
                "ours");
    }

    private void waited() {
        section("How long is waited");
        String client = "protocol.smtp.ServerDeadlines#USUAL.";
        time("a client's TLS handshake", client + "handshake", "ours");
        time("a client's next command", client + "command", "RFC 5321 §4.5.3.2.7");
        time("silence within a message", client + "silence", "RFC 5321 §4.5.3.2.5");
        time("a client that does not take our answer", client + "write", "ours");
        String mail = "protocol.wire.Deadlines#USUAL.";
        time("a connection to a mailbox server", mail + "connect", "ours");
        time("its TLS handshake", mail + "handshake", "ours");
        time("its greeting", mail + "greeting", "ours");
        time("a line of its replies", mail + "reply", "ours");
        time("silence within a message from it", mail + "silence", "ours");
        String next = "protocol.smtp.SmtpClient#DEADLINES.";
        time("a connection to the next server", next + "connect", "ours");
        time("its greeting and its replies", next + "reply", "RFC 5321 §4.5.3.2.1 to .3");
        time("its answer to a whole message", next + "acceptance", "RFC 5321 §4.5.3.2.6");
        time("a connection by HTTP", "delivery.http.Exchanges#CONNECT_TIMEOUT", "ours");
        time("an answer of Graph or Azure Communication Services", "app.Ways#REST_TIMEOUT", "ours");
        time("what is in hand when the service stops", "app.Service#STOP_MAX", "ours");
    }

    private void tokens() {
        section("Tokens and settings");
        time("an answer of the token endpoint", "token.TokenRequest#PATIENCE", "ours");
        time(
                "how long before its end a token is renewed",
                "token.TokenSettings#MARGIN",
                "Microsoft's libraries do so");
        time(
                "… for High Volume Email",
                "app.Ways#HVE_TOKEN_LIFE",
                "it refuses tokens that end within 10 min");
        octets("a token", "token.AccessToken#LENGTH_MAX", "ours");
        octets("an answer of the token endpoint", "token.HttpClients#BODY_MAX", "ours");
        count(
                "credentials of a tenant",
                "token.Tenant#CREDENTIALS_MAX",
                "ours; the settings have two");
        octets("the settings file", "config.Loader#SIZE_MAX", "ours");
        octets("a file with a secret", "config.SecretFile#SIZE_MAX", "ours");
        time(
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

    private void section(String title) {
        text.append("\n## ")
                .append(title)
                .append("\n\n| what | limit | setting | from |\n|---|---|---|---|\n");
    }

    private void setting(String what, String usual, String setting, String from) {
        row(
                what,
                usual.replaceFirst("^(\\d+)(MiB|KiB|GiB|ms|s|m|h|d)$", "$1 $2")
                        .replaceFirst(" m$", " min"),
                setting,
                from);
    }

    private void octets(String what, String figure, String from) {
        figure(what, Figures::octets, figure, "–", from);
    }

    private void count(String what, String figure, String from) {
        count(what, figure, "–", from);
    }

    private void count(String what, String figure, String setting, String from) {
        figure(what, Figures::count, figure, setting, from);
    }

    private void time(String what, String figure, String from) {
        time(what, figure, "–", from);
    }

    private void time(String what, String figure, String setting, String from) {
        figure(what, Figures::time, figure, setting, from);
    }

    private void figure(
            String what,
            Function<Object, String> written,
            String figure,
            String setting,
            String from) {
        row(what, written.apply(Figures.of(figure)), setting, from);
    }

    private void row(String what, String limit, String setting, String from) {
        text.append("| ")
                .append(String.join(" | ", new ArrayList<>(List.of(what, limit, setting, from))))
                .append(" |\n");
    }

    private static String usual(Class<? extends Record> type, String component) {
        return Figures.usual(type, component);
    }
}
