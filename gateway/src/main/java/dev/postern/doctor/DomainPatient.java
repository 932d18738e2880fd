package dev.postern.doctor;

import dev.postern.advice.Remedy;
import dev.postern.advice.Shell;
import dev.postern.doctor.NameServer.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A domain that mail is sent from: whether others can see in DNS that Microsoft may send for it. A
/// value.
///
/// Nothing of this keeps mail from being sent; it decides whether it is believed, so it is never
/// more than a warning.
///
/// @param senders who sends for it
public record DomainPatient(String domain, Set<Sender> senders, NameServer server)
        implements Patient {

    private static final String MICROSOFT = "include:spf.protection.outlook.com";

    /// RFC 7208 §4.5, and RFC 7489 §6.3 for the other.
    private static final Pattern SPF = Pattern.compile("(?i)v=spf1( .*)?");

    private static final Pattern DMARC = Pattern.compile("(?i)v=DMARC1\\s*;.*");
    private static final Pattern DKIM = Pattern.compile("(?i).*\\bp=[A-Za-z0-9+/= ]+.*");

    public DomainPatient {
        senders = Set.copyOf(senders);
    }

    /// Which of Microsoft's services signs mail of a domain.
    public enum Sender {
        EXCHANGE("selector1", "selector2"),
        COMMUNICATION("selector1-azurecomm-prod-net", "selector2-azurecomm-prod-net");

        private final String one;
        private final String other;

        Sender(String one, String other) {
            this.one = one;
            this.other = other;
        }

        /// The names of its two keys: one is used, the other is for the next.
        private List<String> selectors() {
            return List.of(one, other);
        }
    }

    @Override
    public String name() {
        return "domains." + domain;
    }

    @Override
    public String about() {
        return "what DNS says of mail from " + domain;
    }

    @Override
    public List<Step> steps() {
        return List.of(Step.SPF, Step.DKIM, Step.DMARC, Step.MX);
    }

    @Override
    public void examine(Chart chart) {
        if (spf(chart) && dkim(chart) && dmarc(chart)) {
            mx(chart);
        }
    }

    /// @return false if the server is silent: asking it more would only take time
    private boolean spf(Chart chart) {
        return switch (server.texts(domain)) {
            case Reply.Silent(String reason) -> silent(chart, Step.SPF, reason);
            case Reply.Nothing() -> spf(chart, List.of());
            case Reply.Found(List<String> texts) ->
                    spf(chart, texts.stream().filter(SPF.asMatchPredicate()).toList());
        };
    }

    private boolean spf(Chart chart, List<String> records) {
        Optional<Troubles> troubles = spfTroubles(records);
        if (troubles.isPresent()) {
            warn(
                    chart,
                    Step.SPF,
                    troubles.get(),
                    "We asked for the SPF record of %s (TXT).".formatted(domain),
                    String.join(" | ", records));
        } else {
            chart.fine(Step.SPF, records.getFirst());
        }
        return true;
    }

    private Optional<Troubles> spfTroubles(List<String> records) {
        if (records.isEmpty()) {
            return Optional.of(
                    Troubles.of("spf-none", domain + " does not say who may send for it.")
                            .cause(
                                    "No SPF record was published.",
                                    publish(
                                            "%s. TXT \"v=spf1 %s -all\""
                                                    .formatted(domain, MICROSOFT))));
        }
        if (records.size() > 1) {
            return Optional.of(
                    Troubles.of(
                                    "spf-several",
                                    "%s has %d SPF records, so none of them counts (RFC 7208 §4.5)."
                                            .formatted(domain, records.size()))
                            .cause(
                                    "One was added where the other should have been changed.",
                                    Troubles.say("Make one of them.")));
        }
        return spfTroubles(records.getFirst());
    }

    private Optional<Troubles> spfTroubles(String record) {
        if (!record.toLowerCase(Locale.ROOT).contains(MICROSOFT)) {
            return Optional.of(
                    Troubles.of(
                                    "spf-microsoft",
                                    "The SPF record of %s does not name Microsoft's servers."
                                            .formatted(domain))
                            .cause(
                                    "They were not added to it.",
                                    publish("%s. TXT \"%s\"".formatted(domain, extended(record))))
                            .cause(
                                    "It names them by another include, which Postern does not follow."));
        }
        return record.strip().endsWith("+all")
                ? Optional.of(
                        Troubles.of(
                                        "spf-all",
                                        "The SPF record of %s lets everybody send."
                                                .formatted(domain))
                                .cause(
                                        "It ends with +all.",
                                        Troubles.say("End it with -all, or ~all.")))
                : Optional.empty();
    }

    private static String extended(String record) {
        return record.replaceFirst("(?i)^v=spf1", "v=spf1 " + MICROSOFT);
    }

    private boolean dkim(Chart chart) {
        List<String> missing = new ArrayList<>();
        List<String> there = new ArrayList<>();
        for (Sender sender : senders.stream().sorted().toList()) {
            boolean any = false;
            for (String selector : sender.selectors()) {
                String name = selector + "._domainkey." + domain;
                switch (server.texts(name)) {
                    case Reply.Silent(String reason) -> {
                        return silent(chart, Step.DKIM, reason);
                    }
                    case Reply.Nothing() -> {
                        // The other selector will do: one is used, the other is for the next key.
                    }
                    case Reply.Found(List<String> texts) ->
                            any |= texts.stream().anyMatch(DKIM.asMatchPredicate());
                }
                if (any) {
                    there.add(selector);
                    break;
                }
            }
            if (!any) {
                missing.add(sender.one);
                warnOfKey(chart, sender);
            }
        }
        if (missing.isEmpty()) {
            chart.fine(Step.DKIM, "keys of " + String.join(", ", there));
        }
        return true;
    }

    private void warnOfKey(Chart chart, Sender sender) {
        Troubles troubles =
                Troubles.of(
                        "dkim-none",
                        "There is no DKIM key of %s at %s."
                                .formatted(String.join(" or ", sender.selectors()), domain));
        warn(
                chart,
                Step.DKIM,
                switch (sender) {
                    case EXCHANGE ->
                            troubles.cause(
                                    "Signing was not set up for the domain.",
                                    powershell(
                                            "Publish the two CNAME records that it tells.",
                                            "Get-DkimSigningConfig -Identity %s | Format-List Selector1CNAME,Selector2CNAME"),
                                    powershell(
                                            "Then switch it on; for a domain that it does not list: New-DkimSigningConfig -DomainName.",
                                            "Set-DkimSigningConfig -Identity %s -Enabled $true"));
                    case COMMUNICATION ->
                            troubles.cause(
                                    "The domain is not verified at Azure Communication Services.",
                                    publish(
                                            "%s._domainkey.%s. CNAME %s._domainkey.azurecomm.net."
                                                    .formatted(sender.one, domain, sender.one)),
                                    Troubles.bash(
                                            "See what it wants to be published.",
                                            "az communication email domain show --domain-name %s --email-service-name EMAIL_SERVICE -g RESOURCE_GROUP --query verificationRecords"
                                                    .formatted(Troubles.quoted(domain))));
                },
                "We asked for the DKIM keys of %s (TXT at SELECTOR._domainkey).".formatted(domain),
                "");
    }

    private Remedy powershell(String prose, String command) {
        return new Remedy(
                prose,
                Optional.of(
                        new Remedy.Command(
                                Shell.POWERSHELL,
                                command.formatted(Shell.POWERSHELL.quote(domain)))));
    }

    private boolean dmarc(Chart chart) {
        return switch (server.texts("_dmarc." + domain)) {
            case Reply.Silent(String reason) -> silent(chart, Step.DMARC, reason);
            case Reply.Nothing() -> dmarc(chart, List.of());
            case Reply.Found(List<String> texts) ->
                    dmarc(chart, texts.stream().filter(DMARC.asMatchPredicate()).toList());
        };
    }

    private boolean dmarc(Chart chart, List<String> records) {
        if (records.size() == 1) {
            chart.fine(Step.DMARC, records.getFirst());
            return true;
        }
        warn(
                chart,
                Step.DMARC,
                Troubles.of(
                                "dmarc-none",
                                records.isEmpty()
                                        ? "%s does not say what to do with mail that only pretends to come from it."
                                                .formatted(domain)
                                        : "%s has %d DMARC records, so none of them counts."
                                                .formatted(domain, records.size()))
                        .cause(
                                "No policy was published for this domain; the one of a domain above it may count.",
                                publish(
                                        "_dmarc.%s. TXT \"v=DMARC1; p=none; rua=mailto:dmarc@%s\""
                                                .formatted(domain, domain)),
                                Troubles.say(
                                        "Read the reports for some weeks, then raise the policy to quarantine and reject.")),
                "We asked for the DMARC record of %s (TXT at _dmarc).".formatted(domain),
                String.join(" | ", records));
        return true;
    }

    private void mx(Chart chart) {
        switch (server.exchangers(domain)) {
            case Reply.Silent(String reason) -> {
                boolean _ = silent(chart, Step.MX, reason);
            }
            case Reply.Found(List<String> hosts) when !hosts.contains(NameServer.NOBODY) ->
                    chart.fine(Step.MX, String.join(", ", hosts));
            case Reply.Found _, Reply.Nothing _ ->
                    warn(
                            chart,
                            Step.MX,
                            Troubles.of("mx-none", "Nobody takes mail for %s.".formatted(domain))
                                    .cause(
                                            "No MX record was published, so answers and reports of failure get lost, and some refuse such senders.",
                                            Troubles.say(
                                                    "Publish the one that the Microsoft 365 admin centre shows for the domain, or send with an address of another domain.")),
                            "We asked for the MX records of %s.".formatted(domain),
                            "");
        }
    }

    private static Remedy publish(String record) {
        return Troubles.say("Publish: " + record);
    }

    private static void warn(Chart chart, Step step, Troubles troubles, String did, String said) {
        chart.warn(step, troubles.meaning(), troubles.ailment(did, said));
    }

    private static boolean silent(Chart chart, Step step, String reason) {
        chart.unknown(step, reason);
        return false;
    }
}
