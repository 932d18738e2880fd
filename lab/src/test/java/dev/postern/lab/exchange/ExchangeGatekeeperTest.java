package dev.postern.lab.exchange;

import static dev.postern.lab.RunningLab.APP;
import static dev.postern.lab.RunningLab.MAILBOX;
import static dev.postern.lab.RunningLab.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.Gatekeeper;
import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.Gatekeeper.Verdict;
import dev.postern.lab.LabLog;
import dev.postern.lab.RunningLab;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExchangeGatekeeperTest {

    private static final String EXCHANGE = "/tenants/example/exchange";
    private static final String RAZR = "razr@example.cz";

    private RunningLab lab;
    private Gatekeeper gatekeeper;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        gatekeeper = lab.lab().gatekeeper();
        asItWas = lab.lab().directory().read("").toString();
    }

    @AfterEach
    void restore() throws Exception {
        lab.lab().directory().put("", asItWas);
        lab.lab().clock().shiftTo(Duration.ZERO);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAP", "POP3", "SMTP"})
    void rightTokenIsWelcomeUntilItEnds(Protocol protocol) throws Exception {
        Verdict verdict = gatekeeper.signIn(protocol, "Razr@Example.cz", lab.token());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Welcome.class,
                        welcome -> {
                            assertThat(welcome.mailbox()).isEqualTo(RAZR);
                            assertThat(welcome.tokenEnds())
                                    .isBetween(
                                            Instant.now().plusSeconds(3500),
                                            Instant.now().plusSeconds(3600));
                        });
    }

    enum Expected {
        WELCOME,
        NOT_CONNECTED,
        DISABLED,
        REFUSED;

        static Expected of(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Welcome _ -> WELCOME;
                case Verdict.NotConnected _ -> NOT_CONNECTED;
                case Verdict.Disabled _ -> DISABLED;
                case Verdict.Refused _ -> REFUSED;
            };
        }
    }

    /// What one change of the world does to one protocol.
    record Case(Protocol protocol, String path, String patch, Expected expected, String reason) {

        @Override
        public String toString() {
            return protocol + " " + path + " " + patch + " -> " + expected;
        }
    }

    static Stream<Case> cases() {
        String principal = EXCHANGE + "/principals";
        String wrongId = "{gateway: {object-id: 33333333-3333-3333-3333-333333333333}}";
        return Stream.of(
                new Case(
                        Protocol.IMAP,
                        APP,
                        "{roles: {exchange: [POP.AccessAsApp]}}",
                        Expected.REFUSED,
                        "no role IMAP.AccessAsApp"),
                new Case(
                        Protocol.POP3,
                        APP,
                        "{roles: {exchange: [POP.AccessAsApp]}}",
                        Expected.WELCOME,
                        ""),
                new Case(
                        Protocol.POP3,
                        APP,
                        "{roles: {exchange: [IMAP.AccessAsApp]}}",
                        Expected.REFUSED,
                        "no role POP.AccessAsApp"),
                new Case(
                        Protocol.SMTP,
                        APP,
                        "{roles: {exchange: [IMAP.AccessAsApp]}}",
                        Expected.REFUSED,
                        "no role SMTP.SendAsApp"),
                new Case(
                        Protocol.IMAP,
                        APP,
                        "{roles: {exchange: null}}",
                        Expected.REFUSED,
                        "no role"),
                new Case(
                        Protocol.IMAP,
                        principal,
                        "{gateway: null}",
                        Expected.REFUSED,
                        "not registered in Exchange"),
                new Case(Protocol.IMAP, principal, wrongId, Expected.REFUSED, "another object id"),
                new Case(
                        Protocol.IMAP,
                        MAILBOX,
                        "{imap: false}",
                        Expected.REFUSED,
                        "IMAP is disabled"),
                new Case(Protocol.POP3, MAILBOX, "{imap: false}", Expected.WELCOME, ""),
                new Case(
                        Protocol.POP3,
                        MAILBOX,
                        "{pop3: false}",
                        Expected.REFUSED,
                        "POP3 is disabled"),
                new Case(
                        Protocol.IMAP,
                        MAILBOX,
                        "{full-access: []}",
                        Expected.NOT_CONNECTED,
                        "no FullAccess"),
                new Case(
                        Protocol.IMAP,
                        MAILBOX,
                        "{full-access: [machine]}",
                        Expected.NOT_CONNECTED,
                        "no FullAccess"),
                new Case(
                        Protocol.IMAP,
                        EXCHANGE + "/mailboxes",
                        "{razr@example.cz: null}",
                        Expected.NOT_CONNECTED,
                        "no mailbox"),
                new Case(
                        Protocol.SMTP, EXCHANGE, "{smtp-auth: false}", Expected.DISABLED, "TENANT"),
                new Case(
                        Protocol.SMTP,
                        MAILBOX,
                        "{smtp-auth: disabled}",
                        Expected.DISABLED,
                        "MAILBOX"),
                new Case(
                        Protocol.SMTP,
                        EXCHANGE,
                        "{smtp-auth: false, mailboxes: {razr@example.cz: {smtp-auth: enabled}}}",
                        Expected.WELCOME,
                        ""),
                new Case(
                        Protocol.SMTP,
                        MAILBOX,
                        "{full-access: []}",
                        Expected.NOT_CONNECTED,
                        "no FullAccess"),
                // The role in the token asks for FullAccess, whatever RBAC grants.
                new Case(
                        Protocol.SMTP,
                        MAILBOX,
                        "{full-access: [], smtp-roles: [gateway]}",
                        Expected.NOT_CONNECTED,
                        "no FullAccess"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void worldDecides(Case c) throws Exception {
        lab.lab().directory().patch(c.path(), c.patch());

        Verdict verdict = gatekeeper.signIn(c.protocol(), RAZR, lab.token());

        assertThat(Expected.of(verdict)).isEqualTo(c.expected());
        assertThat(verdict.toString()).contains(c.reason());
    }

    @Test
    void smtpRoleByRbacNeedsNeitherConsentNorFullAccess() throws Exception {
        lab.lab().directory().patch(APP, "{roles: {exchange: null}}");
        lab.lab().directory().patch(MAILBOX, "{full-access: [], smtp-roles: [gateway]}");
        String token = lab.token();

        assertThat(Expected.of(gatekeeper.signIn(Protocol.SMTP, RAZR, token)))
                .isEqualTo(Expected.WELCOME);
        assertThat(Expected.of(gatekeeper.signIn(Protocol.IMAP, RAZR, token)))
                .isEqualTo(Expected.REFUSED);
        assertThat(Expected.of(gatekeeper.signIn(Protocol.SMTP, "noreply@example.cz", token)))
                .isEqualTo(Expected.REFUSED);
    }

    @Test
    void tokenForGraphIsRefused() throws Exception {
        Map<String, String> form = RunningLab.rightForm();
        form.put("scope", "https://graph.microsoft.com/.default");

        assertThat(
                        gatekeeper
                                .signIn(Protocol.IMAP, RAZR, lab.token(TENANT, form).token())
                                .toString())
                .startsWith("Refused")
                .contains("graph.microsoft.com");
    }

    @Test
    void tokenIsRefusedWhenItEnds() throws Exception {
        String token = lab.token();
        lab.lab().clock().advance(Duration.ofMinutes(59));
        assertThat(Expected.of(gatekeeper.signIn(Protocol.IMAP, RAZR, token)))
                .isEqualTo(Expected.WELCOME);

        lab.lab().clock().advance(Duration.ofMinutes(1));

        assertThat(gatekeeper.signIn(Protocol.IMAP, RAZR, token).toString()).contains("expired");
    }

    @Test
    void tokenOfSomebodyElseIsRefused() throws Exception {
        String foreign =
                lab.lab()
                        .entra()
                        .foreignIssuer()
                        .mint("x", "https://outlook.office365.com", Duration.ofHours(1));
        String token = lab.token();
        String damaged = token.substring(0, token.length() - 10) + "AAAAAAAAAA";

        for (String wrong : new String[] {foreign, damaged, "", "secret", "a.b.c"}) {
            assertThat(Expected.of(gatekeeper.signIn(Protocol.IMAP, RAZR, wrong)))
                    .isEqualTo(Expected.REFUSED);
        }
    }

    @Test
    void reasonIsInTheLogAndTheTokenIsNot() throws Exception {
        lab.lab().directory().patch(MAILBOX, "{imap: false}");
        String token = lab.token();
        lab.lab().log().clear();

        gatekeeper.signIn(Protocol.IMAP, RAZR, token);

        assertThat(lab.lab().log().after(0))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.source()).isEqualTo(LabLog.Source.IMAP);
                    assertThat(entry.who()).isEqualTo(RAZR);
                    assertThat(entry.what()).isEqualTo("refused: IMAP is disabled on the mailbox");
                    assertThat(entry.toString()).doesNotContain(token);
                });
    }
}
