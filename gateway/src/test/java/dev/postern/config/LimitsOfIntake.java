package dev.postern.config;

/// The part of the page of limits about what comes in, and what becomes of it here.
final class LimitsOfIntake {

    private final LimitsTable table;

    LimitsOfIntake(LimitsTable table) {
        this.table = table;
    }

    void all() {
        taken();
        signedIn();
        collected();
        kept();
    }

    private void taken() {
        table.section("What is taken from devices and programs");
        table.setting(
                "a message",
                Figures.usual(Settings.Queue.class, "sizeMax"),
                "`queue.size-max`, `relay.limits.size-max`",
                "Exchange Online's EHLO announces as much");
        table.setting(
                "recipients of a message",
                Figures.usual(Relay.Limits.class, "recipients"),
                "`relay.limits.recipients`",
                "RFC 5321 §4.5.3.1.8 asks for 100 at least");
        table.octets("the header of a message", "protocol.smtp.ServerLimits#USUAL.header", "ours");
        table.octets(
                "a line of a message",
                "protocol.smtp.ServerLimits#USUAL.textLine",
                "RFC 5321 §4.5.3.1.6 has 1 000; devices send more");
        table.octets(
                "a command line",
                "protocol.smtp.ClientInput#LINE_MAX",
                "RFC 4954 §4, for AUTH; RFC 5321 §4.5.3.1.4 has 512");
        table.count("parameters of a command", "protocol.smtp.Parameters#COUNT_MAX", "ours");
        table.count(
                "commands between two messages",
                "protocol.smtp.ServerLimits#USUAL.commands",
                "ours");
        table.count(
                "refused commands between two messages",
                "protocol.smtp.ServerLimits#USUAL.errors",
                "ours");
        table.count(
                "servers that a message has been through",
                "relay.Mending#HOPS_MAX",
                "RFC 5321 §6.3");
        table.count("visits of a message to this server", "relay.Mending#VISITS_MAX", "ours");
        table.setting(
                "sessions of a listener",
                Figures.usual(Relay.Listener.class, "sessions"),
                "`sessions` of a listener",
                "ours");
        table.setting(
                "sessions from one address",
                Figures.usual(Relay.Listener.class, "sessionsPerAddress"),
                "`sessions-per-address` of a listener",
                "ours");
        table.row("messages of an account in a minute", "none", "`account add --rate`", "ours");
        table.octets(
                "a JSON request of the API",
                "api.Api#JSON_MAX",
                "Azure Communication Services take 10 MiB, 30 on request");
        table.count("JSON requests that are read at a time", "api.Api#JSON_AT_ONCE", "ours");
        table.count("requests of the API at a time", "api.ApiServer#AT_ONCE", "ours");
        table.octets(
                "the header of a message by `POST /messages`",
                "api.RawEndpoint#HEADER_MAX",
                "ours");
    }

    private void signedIn() {
        table.section("Passwords");
        table.count(
                "failures of one account from one address, which lock it there",
                "account.LockOut#USUAL.both.failures",
                "ours");
        table.count(
                "failures from one address, which lock that",
                "account.LockOut#USUAL.address.failures",
                "ours");
        table.count(
                "failures of one account from new addresses, which lock it there",
                "account.LockOut#USUAL.account.failures",
                "ours");
        table.time("… within", "account.LockOut#USUAL.both.within", "ours");
        table.time("… for", "account.LockOut#USUAL.both.lasts", "ours");
        table.time(
                "the answer to the first failure, then twice as long each time",
                "account.LockOut#USUAL.delay",
                "ours");
        table.time("… up to", "account.LockOut#USUAL.delayMax", "ours");
        table.count(
                "failed sign-ins in an SMTP session",
                "protocol.smtp.ServerLimits#USUAL.signInFailures",
                "ours");
        table.count("passwords of an account", "account.AccountDesk#PASSWORDS_MAX", "ours");
        table.octets("a password, at least", "account.AccountDesk#PASSWORD_OCTETS_MIN", "ours");
        table.octets("a password, at most", "account.AccountDesk#PASSWORD_OCTETS_MAX", "ours");
        table.count("passwords that wait to be checked", "account.Hashing#WAITING_MAX", "ours");
        table.time(
                "the age of a signature by access key",
                "api.KeyProof#SKEW",
                "Azure Communication Services");
    }

    private void collected() {
        table.section("What is taken from mailboxes");
        table.setting(
                "a round", Figures.usual(Collect.class, "every"), "`collect.*.every`", "ours");
        table.setting(
                "messages of a visit",
                Figures.usual(Collect.Limits.class, "messagesPerVisit"),
                "`collect.*.limits.messages-per-visit`",
                "ours");
        table.setting(
                "a visit",
                Figures.usual(Collect.Limits.class, "visitTime"),
                "`collect.*.limits.visit-time`",
                "ours");
        table.setting(
                "attempts to fetch a message before it is parked",
                Figures.usual(Collect.Limits.class, "attempts"),
                "`collect.*.limits.attempts`",
                "ours");
        table.setting(
                "rounds without success before a person is told",
                Figures.usual(Collect.Limits.class, "silentRounds"),
                "`collect.*.limits.silent-rounds`",
                "ours");
        table.setting(
                "connections to a mailbox",
                Figures.usual(Collect.Limits.class, "connections"),
                "`collect.*.limits.connections`",
                "Microsoft's limit is not published");
        table.octets("a line of an IMAP server", "protocol.imap.ResponseReader#LINE_MAX", "ours");
        table.octets(
                "a line of a POP3 server",
                "protocol.pop3.Conversation#LINE_MAX",
                "ours; RFC 2449 §4 has 512");
        table.count(
                "messages that a POP3 mailbox lists",
                "protocol.pop3.Conversation#LIST_MAX",
                "ours");
        table.time(
                "IDLE until it is begun anew",
                "collector.MailboxCollector#IDLE_SLICE",
                "RFC 2177 has 29 min, proxies on the way less");
        table.time(
                "the first wait after a failure, then twice as long each time",
                "collector.MailboxCollector#FIRST_RETRY",
                "ours");
        table.time("… up to", "collector.MailboxCollector#LONGEST_RETRY", "ours");
    }

    private void kept() {
        table.section("What is stored, and for how long");
        table.setting(
                "free space that is left on the disk",
                Figures.usual(Settings.Queue.class, "reserve"),
                "`queue.reserve`",
                "ours");
        table.setting(
                "the history of a message after its end",
                Figures.usual(Settings.History.class, "keep"),
                "`history.keep`",
                "ours");
        table.row(
                "a message itself",
                "until its last destination has it",
                "–",
                "[what is stored](../concepts/exactly-once.md#what-is-stored-and-for-how-long)");
        table.row("messages that wait", "as many as the disk holds", "`queue.reserve`", "ours");
        table.count("writes that wait for the disk", "queue.sqlite.Writer#WAITING_MAX", "ours");
        table.count("writes of one commit", "queue.sqlite.Writer#BATCH_MAX", "ours");
        table.time(
                "how long one may wait before the client is told to come again",
                "queue.sqlite.Writer#QUEUEING_MAX",
                "ours");
        table.count(
                "messages that `postern queue list` shows",
                "queue.QueueDesk$Filter#LIMIT_MAX",
                "ours");
        table.count(
                "characters of a server's words in the history",
                "queue.sqlite.History#WORDS_MAX",
                "ours");
        table.count("alarms", "event.Alarms#ALARMS_MAX", "ours");
    }
}
