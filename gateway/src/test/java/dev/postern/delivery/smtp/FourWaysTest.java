package dev.postern.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.smtp.SmtpServer.Tls;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.fault.FaultRequest;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.token.Authority;
import dev.postern.token.CachedTokens;
import dev.postern.token.Credential;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The agent against Microsoft 365 in a box: tokens, TLS and all.
@Tag("slow")
@Timeout(60)
class FourWaysTest {

    private static final String EXCHANGE = "/tenants/example/exchange";
    private static final String NOREPLY = "noreply@example.cz";
    private static final String TEXT = "From: No reply <noreply@example.cz>\r\n\r\nhello\r\n.\r\n";
    private static final Credential SECRET = new Credential.ClientSecret(() -> "lab-secret");

    private static Lab lab;
    private static String world;

    private final List<AutoCloseable> open = new ArrayList<>();
    private CachedTokens tokens;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        lab = Lab.start(LabSettings.free(folder));
        world = lab.directory().read("").toString();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void asNew() throws Exception {
        lab.directory().put("", world);
        lab.mail().faults().clear();
        lab.outbox().clear();
        lab.clock().advance(Duration.ofDays(2));
        tokens =
                CachedTokens.open(
                        TokenSettings.usual(Map.of()), _ -> {}, lab.clock(), new Random(1));
        open.add(tokens);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void exchangeTakesMailFromTheMailboxToTheWorld() throws Exception {
        SmtpAgent agent = exchange(Optional.of(NOREPLY));
        for (int i = 0; i < 3; i++) {
            Answer.Taken taken =
                    (Answer.Taken)
                            agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net", "b@example.net"));
            assertThat(taken.words()).startsWith("250 2.0.0 OK");
            assertThat(taken.reports()).isTrue();
        }
        assertThat(lab.outbox().messages())
                .hasSize(3)
                .allSatisfy(one -> {
                    assertThat(one.way().account()).isEqualTo(NOREPLY);
                    assertThat(one.envelope().addresses())
                            .containsExactly("a@example.net", "b@example.net");
                    assertThat(text(one)).isEqualTo(TEXT);
                })
                .extracting(one -> one.way().connection())
                .containsOnly(lab.outbox().messages().getFirst().way().connection());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{smtp-auth: false, mailboxes: {noreply@example.cz: {smtp-auth: inherit}}}|5.7.139|Set-CASMailbox -Identity noreply@example.cz",
                "{mailboxes: {noreply@example.cz: {smtp-auth: disabled}}}|5.7.139|Set-CASMailbox",
                "{mailboxes: {noreply@example.cz: {full-access: []}}}|5.7.3|Add-MailboxPermission",
                "{principals: {gateway: null}}|5.7.3|Get-ServicePrincipal"
            })
    void aSignInThatExchangeRefusesIsForAnAdministrator(String patch, String status, String remedy)
            throws Exception {
        lab.directory().patch(EXCHANGE, patch);
        Answer.NotNow answer =
                (Answer.NotNow)
                        exchange(Optional.of(NOREPLY))
                                .hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reply().status()).hasToString(status);
        assertThat(answer.reason()).contains(remedy);
        assertThat(lab.outbox().messages()).isEmpty();
    }

    @Test
    void aSecretThatIsRefusedIsForAnAdministrator() throws Exception {
        lab.directory()
                .patch(
                        "/tenants/example/apps/gateway/credentials/secrets/main",
                        "{value: another}");
        Answer.NotNow answer =
                (Answer.NotNow)
                        exchange(Optional.of(NOREPLY))
                                .hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason()).contains("AADSTS7000215").contains("To mend it:");
    }

    @Test
    void anotherSendersMessageIsRefusedAndNotTheWay() throws Exception {
        SmtpAgent agent = exchange(Optional.of(NOREPLY));
        Answer.Refused envelope =
                (Answer.Refused) agent.hand(Letters.of(TEXT, "razr@example.cz", "a@example.net"));
        assertThat(envelope.reply().status()).hasToString("5.7.60");
        Answer.Refused header =
                (Answer.Refused)
                        agent.hand(
                                Letters.of(
                                        TEXT.replace("noreply@", "razr@"),
                                        NOREPLY,
                                        "a@example.net"));
        assertThat(header.reply().status()).hasToString("5.2.252");
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
    }

    @Test
    void eachSenderSendsByItsOwnMailbox() throws Exception {
        SmtpAgent agent = exchange(Optional.empty());
        for (String sender : List.of("razr@example.cz", "faktury@example.cz")) {
            assertThat(
                            agent.hand(
                                    Letters.of(
                                            TEXT.replace(NOREPLY, sender),
                                            sender,
                                            "a@example.net")))
                    .isInstanceOf(Answer.Taken.class);
        }
        assertThat(lab.outbox().messages())
                .extracting(one -> one.way().account())
                .containsExactly("razr@example.cz", "faktury@example.cz");
        Answer.NotNow stranger =
                (Answer.NotNow) agent.hand(Letters.of(TEXT, "nobody@example.cz", "a@example.net"));
        assertThat(stranger.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void fourAtATimeAreMoreThanExchangeTakesAndNoneIsLost() throws Exception {
        SmtpAgent agent = exchange(Optional.of(NOREPLY));
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(
                        threads.submit(
                                () -> agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net"))));
            }
            for (Future<Answer> one : all) {
                answers.add(one.get());
            }
        }
        long taken = answers.stream().filter(Answer.Taken.class::isInstance).count();
        assertThat(taken).isEqualTo(lab.outbox().total() - before(lab.outbox()));
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof Answer.Taken))
                .allSatisfy(answer ->
                        assertThat(answer)
                                .isInstanceOfSatisfying(
                                        Answer.NotNow.class,
                                        notNow ->
                                                assertThat(notNow.cause())
                                                        .isEqualTo(Cause.DESTINATION)));
    }

    private static long before(Outbox outbox) {
        return outbox.messages().isEmpty()
                ? outbox.total()
                : outbox.messages().getFirst().number() - 1;
    }

    @Test
    void theReplyThatIsLostAfterTheDotIsUnclear() throws Exception {
        lab.mail().faults().add(FaultRequest.parse("lost-reply command=DOT times=1"));
        SmtpAgent agent = exchange(Optional.of(NOREPLY));
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Unclear.class);
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
    }

    @Test
    void highVolumeEmailSendsInItsOwnNameToItsOwnPeople() throws Exception {
        SmtpAgent agent = hve();
        Answer.Each each =
                (Answer.Each)
                        agent.hand(
                                Letters.from(
                                        "scan@example.cz", "razr@example.cz", "a@example.net"));
        assertThat(each.answers().get(0)).isInstanceOf(Answer.Taken.class);
        assertThat(each.answers().get(1)).isInstanceOf(Answer.OtherWay.class);
        assertThat(lab.outbox().messages())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.envelope().sender()).isEqualTo("hve@example.cz");
                    assertThat(text(one))
                            .isEqualTo(
                                    "From: Scanner <hve@example.cz>\r\n"
                                            + "Reply-To: Scanner <scan@example.cz>\r\n"
                                            + "Subject: scan\r\n\r\nhello\r\n");
                });
    }

    @Test
    void highVolumeEmailGetsATokenThatLivesLongEnough() throws Exception {
        SmtpAgent agent = hve();
        assertThat(agent.hand(Letters.from("scan@example.cz", "razr@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        lab.clock().advance(Duration.ofMinutes(45));
        assertThat(agent.hand(Letters.from("scan@example.cz", "razr@example.cz")))
                .isInstanceOf(Answer.Taken.class);
    }

    @ParameterizedTest
    @CsvSource({"token", "secret", "legacy", "legacy-dots"})
    void communicationServicesLetTheApplicationIn(String proof) throws Exception {
        String ids =
                "%1$s11111111-1111-1111-1111-111111111111%1$s22222222-2222-2222-2222-222222222222";
        SignOn signOn =
                switch (proof) {
                    case "token" ->
                            new SignOn.ByToken(
                                    Optional.of("postern"),
                                    tenant(),
                                    new Scope("https://communication.azure.com/.default"),
                                    Duration.ofMinutes(5));
                    case "secret" -> password("postern");
                    case "legacy" -> password("postern" + ids.formatted("|"));
                    default -> password("postern" + ids.formatted("."));
                };
        SmtpAgent agent =
                agent(lab.started().acsSmtp(), Tls.REQUIRED, signOn, SmtpWay.Carries.ANYTHING);
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
        Answer.Refused stranger =
                (Answer.Refused)
                        agent.hand(
                                Letters.of(
                                        TEXT.replace("example.cz", "example.org"),
                                        "noreply@example.org",
                                        "a@example.net"));
        assertThat(stranger.reply().status()).hasToString("5.1.7");
    }

    @Test
    void communicationServicesSlowDownWhoSendsTooMuch() throws Exception {
        lab.directory()
                .patch(
                        "/tenants/example/acs/postern",
                        "{quota: {send-per-minute: 1, send-per-hour: 1}}");
        SmtpAgent agent =
                agent(
                        lab.started().acsSmtp(),
                        Tls.REQUIRED,
                        password("postern"),
                        SmtpWay.Carries.ANYTHING);
        Answer answer = agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        for (int i = 0; i < 3 && answer instanceof Answer.Taken; i++) {
            answer = agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        }
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        notNow -> {
                            assertThat(notNow.cause()).isEqualTo(Cause.DESTINATION);
                            assertThat(notNow.patience()).isPositive();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "none, NONE",
        "none, OPPORTUNISTIC",
        "starttls, OPPORTUNISTIC",
        "starttls, REQUIRED",
        "implicit, IMPLICIT"
    })
    void aSmartHostIsReachedHoweverItIsSecured(String itsTls, Tls ours) throws Exception {
        lab.directory().patch("/smart-host", "{tls: " + itsTls + "}");
        SmtpAgent agent =
                agent(
                        lab.started().smartHost(),
                        ours,
                        new SignOn.Nobody(),
                        SmtpWay.Carries.ANYTHING);
        assertThat(agent.hand(Letters.from("", "a@example.net"))).isInstanceOf(Answer.Taken.class);
        assertThat(lab.outbox().messages())
                .singleElement()
                .satisfies(one -> assertThat(one.envelope().sender()).isEmpty());
    }

    @Test
    void aSmartHostTakesAPassword() throws Exception {
        lab.directory().patch("/smart-host", "{accounts: {erp: secret}, sign-in-required: true}");
        SmtpAgent agent =
                agent(
                        lab.started().smartHost(),
                        Tls.REQUIRED,
                        new SignOn.ByPassword("erp", () -> "secret", false),
                        SmtpWay.Carries.ANYTHING);
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
        assertThat(lab.outbox().messages())
                .extracting(one -> one.way().account())
                .containsExactly("erp");
    }

    private SmtpAgent exchange(Optional<String> mailbox) {
        return agent(
                lab.started().smtp(),
                Tls.REQUIRED,
                new SignOn.ByToken(
                        mailbox,
                        tenant(),
                        new Scope("https://outlook.office365.com/.default"),
                        Duration.ofMinutes(5)),
                SmtpWay.Carries.ANYTHING);
    }

    private SmtpAgent hve() {
        return agent(
                lab.started().hve(),
                Tls.REQUIRED,
                new SignOn.ByToken(
                        Optional.of("hve@example.cz"),
                        tenant(),
                        new Scope("https://outlook.office365.com/.default"),
                        Duration.ofMinutes(20)),
                new SmtpWay.Carries(
                        Optional.of(AddrSpec.of("hve@example.cz")), Set.of("example.cz")));
    }

    private static SignOn password(String user) {
        return new SignOn.ByPassword(user, () -> "lab-secret", true);
    }

    private static Tenant tenant() {
        return new Tenant(
                "example",
                "22222222-2222-2222-2222-222222222222",
                "11111111-1111-1111-1111-111111111111",
                List.of(SECRET),
                new Authority(
                        URI.create(lab.started().authority()),
                        Optional.of(lab.started().caFile())));
    }

    private SmtpAgent agent(String at, Tls tls, SignOn signOn, SmtpWay.Carries carries) {
        String[] place = at.split(":", 2);
        SmtpAgent agent =
                new SmtpAgent(
                        new SmtpWay(
                                new SmtpServer(
                                        place[0],
                                        Integer.parseInt(place[1]),
                                        tls,
                                        lab.clientContext(),
                                        "gateway.example",
                                        SmtpClient.DEADLINES),
                                signOn,
                                carries,
                                SmtpWay.Keeping.USUAL,
                                SmtpWay.Allowance.EXCHANGE),
                        tokens,
                        lab.clock());
        open.add(agent);
        return agent;
    }

    private static String text(Outbox.Accepted one) {
        try (InputStream in = one.content().source().orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
