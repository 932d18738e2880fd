package dev.postern.lab.mail.fault;

import dev.postern.lab.mail.fault.Fault.From;
import dev.postern.lab.mail.fault.Fault.Moment;
import dev.postern.lab.mail.fault.Fault.Style;
import dev.postern.lab.mail.fault.Fault.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All faults that can be asked for by name.
public final class Catalogue {

    /// A fault's name, and what it does to a client.
    ///
    /// Besides the arguments named in the description every fault understands `protocol`,
    /// `mailbox`, `command` and `uid` (whom it meets), `times` and `each` (how often, in all and
    /// for each message), `for` (how long from now) and `fresh` (only messages that came less than
    /// so long ago).
    public record Entry(String name, String description) {}

    private record Kind(Entry entry, Function<Arguments, Fault> make) {}

    /// What Exchange Online asked for in the field: five minutes less 39 milliseconds.
    private static final Duration BACKOFF = Duration.ofMillis(299_961);

    /// Long enough to outlast a client's patience.
    private static final Duration STALL = Duration.ofHours(1);

    private static final List<Kind> KINDS = kinds();

    private Catalogue() {}

    /// Every name with its description.
    public static List<Entry> entries() {
        return KINDS.stream().map(Kind::entry).toList();
    }

    static Fault fault(String name, Arguments arguments) {
        return KINDS.stream()
                .filter(kind -> kind.entry.name.equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name))
                .make
                .apply(arguments);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "There is no fault %s. There are %s"
                        .formatted(
                                name,
                                entries().stream()
                                        .map(Entry::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        signIn(kinds);
        answers(kinds);
        folders(kinds);
        messages(kinds);
        submission(kinds);
        network(kinds);
        return List.copyOf(kinds);
    }

    private static void add(
            List<Kind> kinds, String name, String description, Function<Arguments, Fault> make) {
        kinds.add(new Kind(new Entry(name, description), make));
    }

    private static void signIn(List<Kind> kinds) {
        add(
                kinds,
                "not-connected",
                "the sign-in is OK, every command after it BAD",
                _ -> new Fault.NotConnected());
        add(
                kinds,
                "too-many-connections",
                "more than max=n connections to the mailbox are refused",
                a -> new Fault.TooManyConnections((int) a.number("max", 0)));
        add(
                kinds,
                "long-token",
                "sign-ins of more than max=n characters are refused",
                a -> new Fault.LongToken(a.count("max", 4096)));
        add(
                kinds,
                "token-bound",
                "the session ends with BYE when its token does",
                _ -> new Fault.TokenBound());
        add(
                kinds,
                "capabilities",
                "the server says it can do less and more: without=IDLE,MOVE with=PIPELINING",
                a -> new Fault.Capabilities(Set.copyOf(a.words("without")), a.words("with")));
    }

    private static void answers(List<Kind> kinds) {
        add(
                kinds,
                "throttled",
                "status=BAD, Request is throttled, and wait for backoff=duration",
                a ->
                        new Fault.Answer(
                                "%s Request is throttled. Suggested Backoff Time: %d milliseconds"
                                        .formatted(
                                                a.text("status", "BAD"),
                                                a.duration("backoff", BACKOFF).toMillis())));
        add(
                kinds,
                "bad-argument",
                "BAD Command Argument Error with code=11",
                a -> new Fault.Answer("BAD Command Argument Error. " + a.number("code", 11)));
        add(
                kinds,
                "answer",
                "the final answer is text=…",
                a -> new Fault.Answer(a.text("text", "NO")));
        add(
                kinds,
                "server-unavailable",
                "a raw line without tag, then the end unless close=no",
                a -> blurt(a, "Server Unavailable. 15"));
        add(
                kinds,
                "token-expired",
                "BYE Session invalidated, at moment=first or before-answer",
                a -> blurt(a, Fault.Blurt.TOKEN_EXPIRED.line()));
        add(
                kinds,
                "say",
                "the untagged line text=…, at moment=first or before-answer, close=yes or no",
                a -> blurt(a, a.text("text", "* BYE Connection is closed. 13")));
    }

    private static Fault blurt(Arguments arguments, String line) {
        return new Fault.Blurt(
                line, arguments.choice("moment", Moment.FIRST), arguments.yes("close", true));
    }

    private static void folders(List<Kind> kinds) {
        add(
                kinds,
                "read-only",
                "a folder that was selected now can only be read",
                _ -> new Fault.ReadOnly());
        add(kinds, "silent-idle", "an IDLE that announces nothing", _ -> new Fault.SilentIdle());
        add(
                kinds,
                "renumbered",
                "UIDVALIDITY and all UIDs change before the command; told=yes says so at once",
                a -> new Fault.Renumbered(a.yes("told", false)));
        add(
                kinds,
                "others-expunge",
                "another client expunges victim=first, last or a UID before the command",
                a -> new Fault.OthersExpunge(a.victim("victim")));
    }

    private static void messages(List<Kind> kinds) {
        add(
                kinds,
                "vanishes",
                "the message is gone when it is asked for",
                _ -> new Fault.Vanishes());
        add(
                kinds,
                "withheld",
                "announced, and not to be had: style=nothing, nil or empty",
                a -> new Fault.Withheld(a.choice("style", Style.NOTHING)));
        add(
                kinds,
                "placeholder",
                "a notice of Exchange comes in the message's place",
                _ -> new Fault.Placeholder());
        add(
                kinds,
                "false-size",
                "the size is told to be bytes=n, which may be 0 or below",
                a -> new Fault.FalseSize(a.number("bytes", 0)));
        add(kinds, "rendition", "every download has other bytes", _ -> new Fault.Rendition());
        add(
                kinds,
                "short-content",
                "only keep=n of the announced octets come, then the rest of the answer",
                a -> new Fault.ShortContent(a.number("keep", 0)));
        add(
                kinds,
                "wrong-uid",
                "the answer carries the UID plus shift=n",
                a -> new Fault.WrongUid(a.number("shift", 1)));
        add(
                kinds,
                "wrong-origin",
                "a partial answer names the origin plus shift=n",
                a -> new Fault.WrongOrigin(a.number("shift", 1)));
        add(kinds, "uid-last", "the UID follows the content", _ -> new Fault.UidLast());
    }

    private static void submission(List<Kind> kinds) {
        add(
                kinds,
                "lost-reply",
                "the message is kept, and the connection ends before the reply to its end",
                _ -> new Fault.LostReply());
        add(
                kinds,
                "intake",
                "way=stall, drip, drop or reset when after=n bytes of the message were read",
                a ->
                        new Fault.Intake(
                                a.choice("way", Way.STALL),
                                a.number("after", 0),
                                a.duration("time", STALL)));
        add(
                kinds,
                "nth-recipient",
                "every n=n-th recipient of a message is refused with text=…",
                a ->
                        new Fault.NthRecipient(
                                a.count("n", 2), a.text("text", "550 5.1.1 Recipient not found")));
    }

    private static void network(List<Kind> kinds) {
        add(
                kinds,
                "latency",
                "every answer is time=duration late",
                a -> new Fault.Latency(a.duration("time", Duration.ofMillis(30))));
        add(
                kinds,
                "stall",
                "silence for time=duration after=n bytes from=reply, content or answer",
                a -> cut(Way.STALL, a, STALL));
        add(
                kinds,
                "drip",
                "after=n bytes from=reply, content or answer, one byte every time=duration",
                a -> cut(Way.DRIP, a, Duration.ofSeconds(10)));
        add(
                kinds,
                "drop",
                "the connection ends after=n bytes from=reply, content or answer",
                a -> cut(Way.DROP, a, Duration.ZERO));
        add(
                kinds,
                "reset",
                "the connection is reset after=n bytes from=reply, content or answer",
                a -> cut(Way.RESET, a, Duration.ZERO));
    }

    private static Fault cut(Way way, Arguments arguments, Duration time) {
        return new Fault.Cut(
                way,
                arguments.choice("from", From.REPLY),
                arguments.number("after", 0),
                arguments.duration("time", time));
    }
}
