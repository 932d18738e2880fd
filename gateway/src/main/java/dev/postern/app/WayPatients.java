package dev.postern.app;

import dev.postern.advice.Service;
import dev.postern.config.Cloud;
import dev.postern.config.Credential;
import dev.postern.config.EmailAddress;
import dev.postern.config.HostPort;
import dev.postern.config.Settings;
import dev.postern.config.SmartHostSignIn;
import dev.postern.config.Tenant;
import dev.postern.config.Way;
import dev.postern.delivery.smtp.SignOn;
import dev.postern.doctor.Application;
import dev.postern.doctor.ListingReader;
import dev.postern.doctor.Patient;
import dev.postern.doctor.Proof;
import dev.postern.doctor.Reach;
import dev.postern.doctor.RestPatient;
import dev.postern.doctor.SigningOn;
import dev.postern.doctor.SubmissionPatient;
import dev.postern.doctor.TenantPatient;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import dev.postern.token.Scope;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes patients for the doctor out of ways into the world. Used by one thread.
final class WayPatients {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Settings settings;
    private final Wiring wiring;
    private final TokenSource tokens;
    private final InstantSource clock;
    private final TestMails mails;

    WayPatients(
            Settings settings,
            Wiring wiring,
            TokenSource tokens,
            InstantSource clock,
            TestMails mails) {
        this.settings = settings;
        this.wiring = wiring;
        this.tokens = tokens;
        this.clock = clock;
        this.mails = mails;
    }

    /// @param name of the destination, with `destinations.` before it
    Patient patient(String name, Way way) throws IOException {
        return switch (way) {
            case Way.Exchange exchange -> exchange(name, exchange);
            case Way.AcsSmtp acs -> acsSmtp(name, acs);
            case Way.Acs acs -> acs(name, acs);
            case Way.Hve hve -> hve(name, hve);
            case Way.Graph graph -> graph(name, graph);
            case Way.SmartHost host -> smartHost(name, host);
        };
    }

    private Patient exchange(String name, Way.Exchange way) throws IOException {
        Cloud cloud = tenant(way.tenant()).cloud();
        Optional<String> mailbox = way.mailbox().map(EmailAddress::text);
        List<AddrSpec> senders = senders(name, mailbox);
        return new SubmissionPatient(
                name,
                Service.SMTP,
                Names.host(settings),
                submission(way.server().orElse(cloud.smtp()), cloud.trust()),
                new SigningOn.ByToken(
                        application(way.tenant(), cloud.scope()),
                        // Each sender signs in itself: the first that is known stands for all.
                        mailbox.or(() -> senders.stream().map(AddrSpec::toString).findFirst())
                                .orElse("")),
                senders,
                proof(name, way, mailbox));
    }

    private Patient acsSmtp(String name, Way.AcsSmtp way) throws IOException {
        Tenant tenant = tenant(way.tenant());
        SigningOn signingOn =
                switch (way.signIn()) {
                    case TOKEN ->
                            new SigningOn.ByToken(
                                    application(way.tenant(), way.scope()), way.username());
                    case SECRET ->
                            new SigningOn.ByPassword(
                                    way.username(), () -> Ways.secret(tenant), true);
                };
        Optional<String> sender = way.mailFrom().map(EmailAddress::text);
        return new SubmissionPatient(
                name,
                Service.ACS_SMTP,
                Names.host(settings),
                submission(way.server(), tenant.cloud().trust()),
                signingOn,
                senders(name, sender),
                proof(name, way, sender));
    }

    private Patient hve(String name, Way.Hve way) throws IOException {
        Optional<Tenant> tenant = way.tenant().map(this::tenant);
        SigningOn signingOn =
                tenant.isPresent()
                        ? new SigningOn.ByToken(
                                application(
                                        way.tenant().orElseThrow(), tenant.get().cloud().scope()),
                                way.account().text())
                        : password(
                                way.account().text(),
                                () -> Ways.revealed(way.password().orElseThrow()),
                                true);
        Optional<String> account = Optional.of(way.account().text());
        return new SubmissionPatient(
                name,
                Service.HVE,
                Names.host(settings),
                submission(way.server(), tenant.flatMap(one -> one.cloud().trust())),
                signingOn,
                account.stream().map(AddrSpec::of).toList(),
                proof(name, way, account));
    }

    private Patient smartHost(String name, Way.SmartHost way) throws IOException {
        SigningOn signingOn =
                way.signIn()
                        .map(one ->
                                switch (one) {
                                    case SmartHostSignIn.Password(String user, var password) ->
                                            password(user, () -> Ways.revealed(password), false);
                                    case SmartHostSignIn.Token(
                                                    EmailAddress mailbox,
                                                    String owner) ->
                                            new SigningOn.ByToken(
                                                    application(
                                                            owner, tenant(owner).cloud().scope()),
                                                    mailbox.text());
                                })
                        .orElseGet(SigningOn.Nobody::new);
        Security security =
                switch (way.tls()) {
                    case NONE, OPPORTUNISTIC -> Security.NONE;
                    case REQUIRED -> Security.STARTTLS;
                    case IMPLICIT -> Security.IMPLICIT;
                };
        return new SubmissionPatient(
                name,
                Service.OTHER,
                Names.host(settings),
                new Reach(
                        new Endpoint(way.host(), way.port(), security),
                        wiring.trust(way.trust()),
                        clock),
                signingOn,
                senders(name, Optional.empty()),
                proof(name, way, Optional.empty()));
    }

    private static SigningOn password(String user, SignOn.SecretSource source, boolean loginOnly) {
        return new SigningOn.ByPassword(user, source, loginOnly);
    }

    private Patient acs(String name, Way.Acs way) throws IOException {
        Optional<Path> trust =
                way.trust().or(() -> way.tenant().flatMap(one -> tenant(one).cloud().trust()));
        Optional<String> sender = way.mailFrom().map(EmailAddress::text);
        return new RestPatient(
                name,
                Service.ACS,
                reach(way.endpoint(), trust),
                way.tenant().map(owner -> application(owner, way.scope())),
                sender,
                mails.acs(way),
                proof(name, way, sender));
    }

    private Patient graph(String name, Way.Graph way) throws IOException {
        Optional<String> mailbox = way.mailbox().map(EmailAddress::text);
        List<AddrSpec> senders = senders(name, mailbox);
        Optional<String> sender = senders.stream().map(AddrSpec::toString).findFirst();
        return new RestPatient(
                name,
                Service.GRAPH,
                reach(way.endpoint(), way.trust().or(() -> tenant(way.tenant()).cloud().trust())),
                Optional.of(application(way.tenant(), Ways.graphScope(way).value())),
                sender,
                mails.graph(way, sender.orElse("")),
                proof(name, way, mailbox));
    }

    /// As whom the settings say that mail goes this way: its own account, and addresses that the
    /// routes to it name.
    private List<AddrSpec> senders(String name, Optional<String> own) {
        String plain = name.substring(name.indexOf('.') + 1);
        Stream<String> routed =
                settings.relay().stream()
                        .flatMap(relay -> relay.routes().stream())
                        .filter(route -> route.to().contains(plain))
                        .flatMap(route -> route.senders().stream())
                        .filter(pattern -> !pattern.contains("*"));
        return new ArrayList<>(
                Stream.concat(own.stream(), routed)
                        .flatMap(address -> AddrSpec.parse(address).stream())
                        .distinct()
                        .toList());
    }

    private Proof proof(String name, Way way, Optional<String> sender) {
        return mails.proof(way, senders(name, sender));
    }

    private Reach submission(HostPort at, Optional<Path> trust) throws IOException {
        return new Reach(
                new Endpoint(at.host(), at.port(), Security.STARTTLS), wiring.trust(trust), clock);
    }

    /// How a server with this URL is reached.
    Reach reach(URI url, Optional<Path> trust) throws IOException {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? HTTPS : HTTP;
        return new Reach(
                new Endpoint(url.getHost(), port, tls ? Security.IMPLICIT : Security.NONE),
                wiring.trust(trust),
                clock);
    }

    /// The application of a tenant.
    Application application(String name, String scope) {
        Tenant tenant = tenant(name);
        return new Application(
                wiring.tenant(name, tenant),
                new Scope(scope),
                tenant.cloud() instanceof Cloud.Custom,
                tenant.credential() instanceof Credential.ClientSecret(var secret, _)
                        && secret.looksLikeId(),
                tokens,
                clock);
    }

    /// Asks Entra when the credentials of a tenant's application end, if that can be asked.
    TenantPatient.Inquiry inquiry(String name) throws IOException {
        return Listings.reader(name, tenant(name), wiring, tokens)
                .<TenantPatient.Inquiry>map(reader -> () -> reader.read(ListingReader.QUICK))
                .orElse(TenantPatient.Inquiry.NONE);
    }

    Tenant tenant(String name) {
        return Objects.requireNonNull(
                settings.tenants().get(name), "checked when the settings were read");
    }
}
