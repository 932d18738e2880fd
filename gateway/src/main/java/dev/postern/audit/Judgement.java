package dev.postern.audit;

import dev.postern.audit.Finding.Reason;
import dev.postern.audit.Sender.Tls;
import dev.postern.audit.Sender.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says of each address how it stands and what to do about it.
///
/// @param tenantDisabled what the tenant's own switch says; empty if it is not known
/// @param period which time the reports cover
record Judgement(Optional<Boolean> tenantDisabled, Duration period) {

    /// Recipients that a mailbox may send to in a day.
    private static final long RECIPIENTS_A_DAY = 10_000;

    /// Programs of people, which have known OAuth for years.
    private static final Pattern MODERN =
            Pattern.compile(
                    "outlook|thunderbird|apple ?mail|em ?client|evolution|betterbird|k-9|fairemail",
                    Pattern.CASE_INSENSITIVE);

    State state(Sender sender) {
        if (!sender.wasSeen()) {
            return unseen(sender);
        }
        Traffic seen = sender.traffic();
        if (seen.withPassword()) {
            return State.BASIC;
        }
        if (seen.messages(Authentication.UNKNOWN) > 0) {
            return State.UNCLEAR;
        }
        if (seen.handedToPostern() > 0) {
            return State.MOVED;
        }
        if (seen.messages(Authentication.OAUTH) > 0) {
            return State.OAUTH;
        }
        return unseen(sender);
    }

    private State unseen(Sender sender) {
        return exposure(sender).open().orElse(false) ? State.OPEN : State.QUIET;
    }

    private Exposure exposure(Sender sender) {
        return Exposure.of(sender.smtp(), tenantDisabled);
    }

    /// All of them, what is to be done first before the rest: by state, then by how much there is.
    List<Sender> inOrder(Stream<Sender> senders) {
        return senders.sorted(
                        Comparator.comparing(this::state)
                                .thenComparing(Judgement::weight, Comparator.reverseOrder())
                                .thenComparing(Sender::address))
                .toList();
    }

    private static long weight(Sender sender) {
        return sender.wasSeen() ? sender.traffic().messages() + sender.traffic().signIns() : 0;
    }

    Finding of(Sender sender) {
        Traffic seen = sender.traffic();
        List<Reason> reasons = new ArrayList<>();
        List<Way> ways =
                switch (state(sender)) {
                    case BASIC -> basic(seen, reasons);
                    case UNCLEAR -> {
                        reasons.add(Reason.of("reason.unclear"));
                        yield List.of(Way.ASK, Way.RELAY);
                    }
                    case OPEN -> {
                        reasons.add(open(sender));
                        yield List.of(Way.SWITCH_OFF);
                    }
                    case MOVED -> {
                        reasons.add(Reason.of("reason.moved"));
                        yield List.of(Way.NOTHING);
                    }
                    case OAUTH -> {
                        reasons.add(Reason.of("reason.oauth"));
                        yield List.of(Way.NOTHING);
                    }
                    case QUIET -> List.of(Way.NOTHING);
                };
        addWhatElseWasSeen(seen, reasons);
        return new Finding(
                sender,
                state(sender),
                exposure(sender),
                ways.getFirst(),
                ways.subList(1, ways.size()),
                reasons);
    }

    private static Reason open(Sender sender) {
        return Reason.of(sender.smtp() == Switch.ON ? "reason.open.mailbox" : "reason.open.tenant");
    }

    /// The ways for who uses a password, the best first.
    private List<Way> basic(Traffic seen, List<Reason> reasons) {
        if (seen.signIns(Client.IMAP) + seen.signIns(Client.POP3) > 0) {
            reasons.add(
                    Reason.of(
                            "reason.reads",
                            seen.signIns(Client.IMAP) + seen.signIns(Client.POP3),
                            Stream.of(Client.IMAP, Client.POP3)
                                    .filter(client -> seen.signIns(client) > 0)
                                    .map(Client::name)
                                    .collect(Collectors.joining(", "))));
            return program(seen, reasons)
                    ? List.of(Way.OAUTH, Way.PROXY)
                    : List.of(Way.PROXY, Way.OAUTH);
        }
        boolean sends = seen.messages(Authentication.BASIC) > 0 || seen.signIns(Client.SMTP) > 0;
        if (!sends) {
            reasons.add(Reason.of("reason.ews"));
            return List.of(Way.GRAPH, Way.OAUTH);
        }
        return sending(seen, reasons);
    }

    private List<Way> sending(Traffic seen, List<Reason> reasons) {
        reasons.add(Reason.of("reason.sends", seen.messages(Authentication.BASIC)));
        boolean inside = seen.internal() > 0 && seen.external() == 0;
        if (inside) {
            reasons.add(Reason.of("reason.internal", seen.internal()));
        } else if (seen.external() > 0) {
            reasons.add(Reason.of("reason.external", seen.external(), seen.internal()));
        }
        long daily = perDay(seen.messages());
        if (daily > RECIPIENTS_A_DAY) {
            reasons.add(Reason.of("reason.volume", daily, RECIPIENTS_A_DAY));
            return inside ? List.of(Way.HVE, Way.ACS) : List.of(Way.ACS, Way.HVE);
        }
        if (oldTls(seen, reasons)) {
            return List.of(Way.RELAY, Way.ON_PREMISES);
        }
        if (program(seen, reasons)) {
            return List.of(Way.OAUTH, Way.RELAY);
        }
        return inside ? List.of(Way.RELAY, Way.HVE, Way.ON_PREMISES) : List.of(Way.RELAY, Way.ACS);
    }

    private long perDay(long messages) {
        return messages / Math.max(1, period.toDays());
    }

    private static boolean oldTls(Traffic seen, List<Reason> reasons) {
        long old = 0;
        long all = 0;
        for (Tls version : Tls.values()) {
            all += seen.tls(version);
            old += version.old() ? seen.tls(version) : 0;
        }
        if (old > 0) {
            reasons.add(Reason.of("reason.tls", Math.max(1, 100 * old / Math.max(1, all))));
        }
        return old > 0;
    }

    private static boolean program(Traffic seen, List<Reason> reasons) {
        Optional<String> modern =
                seen.programs().stream().filter(name -> MODERN.matcher(name).find()).findFirst();
        modern.ifPresent(name -> reasons.add(Reason.of("reason.program", name)));
        return modern.isPresent();
    }

    private static void addWhatElseWasSeen(Traffic seen, List<Reason> reasons) {
        if (seen.withPassword() && seen.handedToPostern() > 0) {
            reasons.add(Reason.of("reason.partly", seen.handedToPostern()));
        }
        if (seen.failures() > 0) {
            reasons.add(Reason.of("reason.failures", seen.failures()));
        }
    }

    /// A name for a local account, from an address.
    static String account(String address) {
        String name =
                address.substring(0, Math.max(0, address.indexOf('@')))
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9._-]", "-")
                        .replaceAll("^[._-]+", "");
        return name.isEmpty() ? "device" : name.substring(0, Math.min(64, name.length()));
    }
}
