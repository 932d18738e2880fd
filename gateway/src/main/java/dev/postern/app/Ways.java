package dev.postern.app;

import dev.postern.advice.Service;
import dev.postern.config.Cloud;
import dev.postern.config.EmailAddress;
import dev.postern.config.HostPort;
import dev.postern.config.Secret;
import dev.postern.config.SecretUnavailableException;
import dev.postern.config.Settings;
import dev.postern.config.SmartHostSignIn;
import dev.postern.config.Tenant;
import dev.postern.config.Way;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Limits;
import dev.postern.delivery.MailboxAllowances;
import dev.postern.delivery.acs.AcsAgent;
import dev.postern.delivery.acs.AcsSettings;
import dev.postern.delivery.graph.GraphAgent;
import dev.postern.delivery.graph.GraphSettings;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.delivery.smtp.SignOn;
import dev.postern.delivery.smtp.SmtpAgent;
import dev.postern.delivery.smtp.SmtpServer;
import dev.postern.delivery.smtp.SmtpWay;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.token.Scope;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes the agents that send mail on out of settings. Used by one thread at a time.
final class Ways {

    /// Tokens for sessions are for as long as a session may be kept.
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    /// High Volume Email refuses a token that ends soon.
    private static final Duration HVE_TOKEN_LIFE = Duration.ofMinutes(20);

    private static final Duration ACS_PATIENCE = Duration.ofMinutes(2);
    private static final long MIB = 1L << 20;

    private final Wiring wiring;
    private final TokenSource tokens;
    private final InstantSource clock;
    private final Path temporary;
    private final TimeLimits limits;

    /// @param temporary a folder for what is built while it is handed over
    Ways(
            Wiring wiring,
            TokenSource tokens,
            InstantSource clock,
            Path temporary,
            TimeLimits limits) {
        this.wiring = wiring;
        this.tokens = tokens;
        this.clock = clock;
        this.temporary = temporary;
        this.limits = limits;
    }

    /// What besides its own settings an agent is made of: when this changes, it is made anew.
    static List<Object> context(Way way, Settings settings) {
        Stream<Optional<Tenant>> tenant =
                tenantName(way).stream()
                        .map(name -> Optional.ofNullable(settings.tenants().get(name)));
        return Stream.concat(
                        tenant.map(Object.class::cast),
                        Stream.of(Names.host(settings), internalDomains(settings)))
                .toList();
    }

    private static Optional<String> tenantName(Way way) {
        return switch (way) {
            case Way.Exchange exchange -> Optional.of(exchange.tenant());
            case Way.AcsSmtp acs -> Optional.of(acs.tenant());
            case Way.Acs acs -> acs.tenant();
            case Way.Hve hve -> hve.tenant();
            case Way.Graph graph -> Optional.of(graph.tenant());
            case Way.SmartHost host ->
                    host.signIn()
                            .filter(SmartHostSignIn.Token.class::isInstance)
                            .map(SmartHostSignIn.Token.class::cast)
                            .map(SmartHostSignIn.Token::tenant);
        };
    }

    private static Set<String> internalDomains(Settings settings) {
        return settings.relay().map(relay -> Set.copyOf(relay.internalDomains())).orElse(Set.of());
    }

    /// What a way can bear if the settings do not say: Microsoft's figures where Microsoft has any.
    static Limits usual(Way way) {
        return switch (way) {
            case Way.Exchange exchange ->
                    exchange.as() == Way.As.SENDER
                            ? new Limits(10, Limits.ANY_NUMBER, 35 * MIB, 500, Long.MAX_VALUE)
                            : new Limits(3, 30, 35 * MIB, 500, 10_000);
            case Way.Graph graph ->
                    graph.as() == Way.As.SENDER
                            ? new Limits(10, Limits.ANY_NUMBER, 150 * MIB, 500, Long.MAX_VALUE)
                            : new Limits(4, 30, 150 * MIB, 500, 10_000);
            case Way.AcsSmtp _ -> new Limits(10, 30, 100, 10 * MIB, 50, Long.MAX_VALUE);
            case Way.Acs _ -> new Limits(10, 30, 100, 7 * MIB, 50, Long.MAX_VALUE);
            case Way.Hve _ -> new Limits(10, Limits.ANY_NUMBER, 10 * MIB, 50, Long.MAX_VALUE);
            case Way.SmartHost _ ->
                    new Limits(10, Limits.ANY_NUMBER, 150 * MIB, 100, Long.MAX_VALUE);
        };
    }

    /// @throws IOException if a certificate it needs cannot be read
    DeliveryAgent agent(Way way, Settings settings) throws IOException {
        return switch (way) {
            case Way.Exchange exchange -> exchange(exchange, settings);
            case Way.AcsSmtp acs -> acsSmtp(acs, settings);
            case Way.Acs acs -> acs(acs, settings);
            case Way.Hve hve -> hve(hve, settings);
            case Way.Graph graph -> graph(graph, settings);
            case Way.SmartHost host -> smartHost(host, settings);
        };
    }

    private DeliveryAgent exchange(Way.Exchange way, Settings settings) throws IOException {
        Tenant tenant = tenant(way.tenant(), settings);
        Cloud cloud = tenant.cloud();
        SignOn signOn =
                new SignOn.ByToken(
                        way.mailbox().map(EmailAddress::text),
                        wiring.tenant(way.tenant(), tenant),
                        new Scope(cloud.scope()),
                        TOKEN_LIFE);
        SmtpServer server =
                server(Service.SMTP, way.server().orElse(cloud.smtp()), cloud.trust(), settings);
        return smtp(server, signOn, SmtpWay.Carries.reportingAs(way.mailbox().map(Ways::address)));
    }

    private DeliveryAgent acsSmtp(Way.AcsSmtp way, Settings settings) throws IOException {
        Tenant tenant = tenant(way.tenant(), settings);
        SignOn signOn =
                switch (way.signIn()) {
                    case TOKEN ->
                            new SignOn.ByToken(
                                    Optional.of(way.username()),
                                    wiring.tenant(way.tenant(), tenant),
                                    new Scope(way.scope()),
                                    TOKEN_LIFE);
                    case SECRET ->
                            new SignOn.ByPassword(way.username(), () -> secret(tenant), true);
                };
        return smtp(
                server(Service.ACS_SMTP, way.server(), tenant.cloud().trust(), settings),
                signOn,
                new SmtpWay.Carries(way.mailFrom().map(Ways::address), Set.of()));
    }

    static String secret(Tenant tenant) throws IOException {
        if (tenant.credential()
                instanceof dev.postern.config.Credential.ClientSecret(var secret, _)) {
            return revealed(secret);
        }
        throw new IOException("the tenant has no client secret to sign in with");
    }

    private DeliveryAgent hve(Way.Hve way, Settings settings) throws IOException {
        Optional<Tenant> tenant = way.tenant().map(name -> tenant(name, settings));
        SignOn signOn =
                tenant.isPresent()
                        ? new SignOn.ByToken(
                                Optional.of(way.account().text()),
                                wiring.tenant(way.tenant().orElseThrow(), tenant.get()),
                                new Scope(tenant.get().cloud().scope()),
                                HVE_TOKEN_LIFE)
                        : new SignOn.ByPassword(
                                way.account().text(),
                                () -> revealed(way.password().orElseThrow()),
                                true);
        return smtp(
                server(
                        Service.HVE,
                        way.server(),
                        tenant.flatMap(one -> one.cloud().trust()),
                        settings),
                signOn,
                new SmtpWay.Carries(
                        Optional.of(address(way.account())), internalDomains(settings)));
    }

    GraphAgent graph(Way.Graph way, Settings settings) throws IOException {
        Tenant tenant = tenant(way.tenant(), settings);
        return new GraphAgent(
                new GraphSettings(
                        way.endpoint(),
                        new TokenSignIn(
                                tokens, wiring.tenant(way.tenant(), tenant), graphScope(way)),
                        way.mailbox().map(Ways::address),
                        limits.answer(),
                        way.drafts() ? Optional.of(temporary) : Optional.empty()),
                wiring.trust(way.trust().or(() -> tenant.cloud().trust())),
                clock);
    }

    static Scope graphScope(Way.Graph way) {
        String own = way.endpoint().getScheme() + "://" + way.endpoint().getAuthority();
        return new Scope(way.scope().orElse(own + "/.default"));
    }

    AcsAgent acs(Way.Acs way, Settings settings) throws IOException {
        Optional<Tenant> tenant = way.tenant().map(name -> tenant(name, settings));
        AcsSettings.SignIn signIn =
                tenant.isPresent()
                        ? new AcsSettings.SignIn.ByToken(
                                new TokenSignIn(
                                        tokens,
                                        wiring.tenant(way.tenant().orElseThrow(), tenant.get()),
                                        new Scope(way.scope())))
                        : new AcsSettings.SignIn.ByKey(
                                () -> revealed(way.accessKey().orElseThrow()));
        return new AcsAgent(
                new AcsSettings(
                        way.endpoint(),
                        signIn,
                        way.mailFrom().map(Ways::address),
                        limits.answer(),
                        ACS_PATIENCE,
                        temporary),
                wiring.trust(way.trust().or(() -> tenant.flatMap(one -> one.cloud().trust()))),
                clock,
                Thread::sleep);
    }

    private DeliveryAgent smartHost(Way.SmartHost way, Settings settings) throws IOException {
        SignOn signOn =
                way.signIn().map(one -> signOn(one, settings)).orElseGet(SignOn.Nobody::new);
        SmtpServer server =
                new SmtpServer(
                        way.host(),
                        way.port(),
                        switch (way.tls()) {
                            case NONE -> SmtpServer.Tls.NONE;
                            case OPPORTUNISTIC -> SmtpServer.Tls.OPPORTUNISTIC;
                            case REQUIRED -> SmtpServer.Tls.REQUIRED;
                            case IMPLICIT -> SmtpServer.Tls.IMPLICIT;
                        },
                        wiring.trust(way.trust()),
                        Names.host(settings),
                        limits.relay(),
                        Service.OTHER);
        return smtp(server, signOn, SmtpWay.Carries.ANYTHING);
    }

    private SignOn signOn(SmartHostSignIn signIn, Settings settings) {
        return switch (signIn) {
            case SmartHostSignIn.Password(String user, Secret password) ->
                    new SignOn.ByPassword(user, () -> revealed(password), false);
            case SmartHostSignIn.Token(EmailAddress mailbox, String name) -> {
                Tenant tenant = tenant(name, settings);
                yield new SignOn.ByToken(
                        Optional.of(mailbox.text()),
                        wiring.tenant(name, tenant),
                        new Scope(tenant.cloud().scope()),
                        TOKEN_LIFE);
            }
        };
    }

    private DeliveryAgent smtp(SmtpServer server, SignOn signOn, SmtpWay.Carries carries) {
        return new SmtpAgent(
                new SmtpWay(
                        server,
                        signOn,
                        carries,
                        SmtpWay.Keeping.USUAL,
                        MailboxAllowances.Allowance.EXCHANGE),
                tokens,
                clock);
    }

    private SmtpServer server(Service service, HostPort at, Optional<Path> trust, Settings settings)
            throws IOException {
        return new SmtpServer(
                at.host(),
                at.port(),
                SmtpServer.Tls.REQUIRED,
                wiring.trust(trust),
                Names.host(settings),
                limits.relay(),
                service);
    }

    private static Tenant tenant(String name, Settings settings) {
        return Objects.requireNonNull(
                settings.tenants().get(name), "checked when the settings were read");
    }

    private static AddrSpec address(EmailAddress address) {
        return AddrSpec.of(address.text());
    }

    static String revealed(Secret secret) throws IOException {
        try {
            return secret.reveal();
        } catch (SecretUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
