package dev.postern.app;

import dev.postern.advice.Advice;
import dev.postern.advice.Explanation;
import dev.postern.advice.Finding;
import dev.postern.advice.Names;
import dev.postern.advice.Remedy;
import dev.postern.advice.Service;
import dev.postern.advice.Suspect;
import dev.postern.advice.Trouble;
import dev.postern.config.Collect;
import dev.postern.config.Destination;
import dev.postern.config.EmailAddress;
import dev.postern.config.Settings;
import dev.postern.config.Way;
import dev.postern.control.ExplainReport;
import dev.postern.control.Operations.Named;
import dev.postern.control.UnusableException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whose words an entry of the settings would hear, and what its commands are filled in with.
record Advisory(Service service, Names names) {

    static ExplainReport explain(String words, Optional<Named> named) throws UnusableException {
        Advisory about =
                named.isPresent()
                        ? of(SettingsFile.read(named.get().file()).settings(), named.get().name())
                        : new Advisory(Service.ANY, Names.NONE);
        Explanation explanation = Advice.explain(words, about.service(), about.names());
        return new ExplainReport(
                explanation.known(),
                explanation.readings().stream().map(Advisory::finding).toList(),
                explanation.facts().stream()
                        .map(fact -> new ExplainReport.Fact(fact.what(), fact.words()))
                        .toList());
    }

    /// @throws UnusableException if the settings have no such entry
    static Advisory of(Settings settings, String name) throws UnusableException {
        Collect collect = settings.collect().get(name);
        if (collect != null) {
            return new Advisory(
                    switch (collect.protocol()) {
                        case IMAP -> Service.IMAP;
                        case POP3 -> Service.POP3;
                    },
                    tenant(settings, Optional.of(collect.tenant()))
                            .withMailbox(collect.mailbox().text()));
        }
        Destination destination = settings.destinations().get(name);
        if (destination != null && destination.kind() instanceof Way way) {
            return of(settings, way);
        }
        throw new UnusableException(
                "The settings have neither a mailbox '%s' under `collect` nor a way into the world '%s' under `destinations`."
                        .formatted(name, name));
    }

    private static Advisory of(Settings settings, Way way) {
        return switch (way) {
            case Way.Exchange to ->
                    sending(Service.SMTP, tenant(settings, Optional.of(to.tenant())), to.mailbox());
            case Way.Graph to ->
                    sending(
                            Service.GRAPH,
                            tenant(settings, Optional.of(to.tenant())),
                            to.mailbox());
            case Way.Hve to ->
                    sending(Service.HVE, tenant(settings, to.tenant()), Optional.of(to.account()));
            case Way.AcsSmtp to ->
                    new Advisory(
                            Service.ACS_SMTP,
                            sender(tenant(settings, Optional.of(to.tenant())), to.mailFrom())
                                    .withSmtpUsername(to.username()));
            case Way.Acs to ->
                    new Advisory(Service.ACS, sender(tenant(settings, to.tenant()), to.mailFrom()));
            case Way.SmartHost _ -> new Advisory(Service.OTHER, Names.NONE);
        };
    }

    private static Advisory sending(Service service, Names names, Optional<EmailAddress> mailbox) {
        return new Advisory(
                service, mailbox.map(address -> names.withMailbox(address.text())).orElse(names));
    }

    private static Names sender(Names names, Optional<EmailAddress> sender) {
        return sender.map(address -> names.withSender(address.text())).orElse(names);
    }

    private static Names tenant(Settings settings, Optional<String> name) {
        return name.flatMap(one -> Optional.ofNullable(settings.tenants().get(one)))
                .map(tenant ->
                        Names.of(
                                tenant.tenantId().text(),
                                tenant.clientId().map(Object::toString).orElse("")))
                .orElse(Names.NONE);
    }

    private static ExplainReport.Finding finding(Explanation.Reading reading) {
        Finding finding = reading.finding();
        return new ExplainReport.Finding(
                finding.code(),
                Trouble.valueOf(finding.code()).title(),
                reading.service().title(),
                finding.meaning(),
                finding.certain(),
                finding.passes(),
                finding.suspects().stream().map(Advisory::cause).toList(),
                finding.references());
    }

    private static ExplainReport.Cause cause(Suspect suspect) {
        return new ExplainReport.Cause(
                suspect.cause(), steps(suspect.decides()), steps(suspect.mends()));
    }

    private static List<ExplainReport.Step> steps(List<Remedy> remedies) {
        return remedies.stream()
                .map(remedy ->
                        new ExplainReport.Step(
                                remedy.prose(),
                                remedy.command()
                                        .map(command ->
                                                command.shell().name().toLowerCase(Locale.ROOT))
                                        .orElse(""),
                                remedy.command().map(Remedy.Command::text).orElse("")))
                .toList();
    }
}
