package dev.postern.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A test for each of the kinds of trouble that the issue names, by what can be seen of it.
class AdviceTest {

    private static final String TENANT = "22222222-2222-2222-2222-222222222222";
    private static final String CLIENT = "11111111-1111-1111-1111-111111111111";
    private static final String OBJECT = "33333333-3333-3333-3333-333333333333";
    private static final Names NAMES =
            Names.of(TENANT, CLIENT)
                    .withMailbox("razr@example.cz")
                    .withSender("erp@example.cz")
                    .withSmtpUsername("postern");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D1|AADSTS7000215: Invalid client secret provided. Ensure the secret being sent|az ad app credential reset --id "
                        + CLIENT,
                "D1|AADSTS7000222: The provided client secret keys for app 'x' are expired.|az ad app credential reset --id "
                        + CLIENT,
                "D1|AADSTS700016: Application with identifier 'x' was not found|Copy both",
                "D1|AADSTS700027: The certificate is not registered|--cert @certificate.pem",
                "D18|AADSTS90002: Tenant 'x' not found.|Directory (tenant) ID",
                "D18|AADSTS90038: Tenant lives in a national cloud|cloud: gcc-high",
                "D18|AADSTS900382: Confidential Client is not supported in Cross Cloud request.|cloud: gcc-high",
                "D11|AADSTS53003: Access has been blocked by Conditional Access policies.|named locations",
                "D2|AADSTS65001: The user or administrator has not consented|admin-consent --id "
                        + CLIENT,
                "D1|{\"error\":\"invalid_client\"}|az ad app credential list --id " + CLIENT,
            })
    void theTokenEndpointsRefusalsAreToldApart(String code, String words, String remedy) {
        Finding finding = finding(Stage.TOKEN, Service.ENTRA, words);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(text(finding.suspects().getFirst())).contains(remedy);
    }

    @Test
    void aSecretsIdIsToldFromAWrongValueIfItHasTheFormOfOne() {
        Evidence evidence =
                Evidence.of(Stage.TOKEN, Service.ENTRA, "AADSTS7000215: Invalid", NAMES);
        assertThat(Advice.on(evidence).orElseThrow().certain()).isFalse();
        Finding sure = Advice.on(evidence.with(Circumstance.SECRET_LOOKS_LIKE_ID)).orElseThrow();
        assertThat(sure.certain()).isTrue();
        assertThat(sure.cause()).contains("Secret ID");
    }

    @Test
    void findingFollowsTheServersWordsAsASentence() {
        Finding finding = finding(Stage.TOKEN, Service.ENTRA, "AADSTS7000215: Invalid");
        assertThat("Invalid" + finding.after("Invalid")).startsWith("Invalid. Likeliest cause: ");
        assertThat("Invalid." + finding.after("Invalid.")).startsWith("Invalid. Likeliest cause: ");
    }

    @Test
    void d2TokenWithoutItsRoleNeedsPermissionAndConsent() {
        Finding finding =
                Advice.on(claims(Service.IMAP, token("https://outlook.office365.com", List.of())))
                        .orElseThrow();
        assertThat(finding.code()).isEqualTo("D2");
        assertThat(finding.certain()).isTrue();
        assertThat(commands(finding))
                .containsExactly(
                        "az ad app permission add --id "
                                + CLIENT
                                + " --api 00000002-0000-0ff1-ce00-000000000000 --api-permissions 5e5addcd-3e8d-4e90-baf5-964efab2b20a=Role",
                        "az ad app permission admin-consent --id " + CLIENT);
    }

    @Test
    void d3TokenForGraphIsTheWrongAudienceAtExchange() {
        TokenFacts graph = token("https://graph.microsoft.com", List.of("Mail.Send"));
        Finding seen = Advice.on(claims(Service.IMAP, graph)).orElseThrow();
        Finding refused =
                Advice.on(refused(Service.IMAP, "NO AUTHENTICATE failed.").withToken(graph))
                        .orElseThrow();
        assertThat(List.of(seen, refused)).allMatch(finding -> finding.code().equals("D3"));
        assertThat(refused.certain()).isTrue();
        assertThat(commands(refused))
                .containsExactly("scope: https://outlook.office365.com/.default");
    }

    @Test
    void claimsThatWillDoAreNoFinding() {
        assertThat(Advice.on(claims(Service.IMAP, good("IMAP.AccessAsApp")))).isEmpty();
        assertThat(Advice.on(claims(Service.SMTP, good()))).as("RBAC leaves no trace").isEmpty();
    }

    @Test
    void d4RefusedSignInWithAGoodTokenIsAboutExchangesRegistration() {
        Finding finding =
                Advice.on(
                                refused(Service.IMAP, "A01 NO AUTHENTICATE failed.")
                                        .withToken(good("IMAP.AccessAsApp")))
                        .orElseThrow();
        assertThat(finding.code()).isEqualTo("D4");
        assertThat(finding.certain()).isFalse();
        assertThat(commands(finding))
                .containsExactly(
                        "New-ServicePrincipal -AppId %s -ObjectId %s -DisplayName Postern"
                                .formatted(CLIENT, OBJECT));
        assertThat(finding.otherCauses().getFirst()).contains("wrong object id");
        assertThat(finding.otherCauses()).noneMatch(cause -> cause.contains("IMAP.AccessAsApp"));
        assertThat(text(finding.suspects().get(2))).contains("-ImapEnabled $true");
    }

    @Test
    void d4WhereAnotherMailboxOpensTheRegistrationIsInOrder() {
        Finding finding =
                Advice.on(
                                refused(Service.IMAP, "NO AUTHENTICATE failed.")
                                        .withToken(good("IMAP.AccessAsApp"))
                                        .with(Circumstance.OTHER_MAILBOX_WORKS))
                        .orElseThrow();
        assertThat(finding.cause()).contains("IMAP is switched off");
    }

    @Test
    void d5AcceptedButNotConnectedWantsMailboxPermission() {
        Finding finding =
                Advice.on(
                                Evidence.of(
                                                Stage.MAILBOX,
                                                Service.IMAP,
                                                "BAD User is authenticated but not connected.",
                                                NAMES)
                                        .withToken(good("IMAP.AccessAsApp")))
                        .orElseThrow();
        assertThat(finding.code()).isEqualTo("D5");
        assertThat(commands(finding))
                .containsExactly(
                        "Add-MailboxPermission -Identity razr@example.cz -User "
                                + OBJECT
                                + " -AccessRights FullAccess -AutoMapping $false");
    }

    @Test
    void d5WhereAnotherProtocolOpensTheMailboxTheSwitchIsLikelier() {
        Finding finding =
                Advice.on(
                                Evidence.of(
                                                Stage.MAILBOX,
                                                Service.IMAP,
                                                "BAD User is authenticated but not connected.",
                                                NAMES)
                                        .with(Circumstance.OTHER_PROTOCOL_WORKS))
                        .orElseThrow();
        assertThat(finding.cause()).contains("IMAP is switched off");
        assertThat(finding.otherCauses()).noneMatch(cause -> cause.contains("no right"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D6|POP3|-ERR Authentication failure: unknown user name or bad password.|Set-CASMailbox -Identity razr@example.cz -PopEnabled $true",
                "D7|SMTP|535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled|Set-CASMailbox -Identity razr@example.cz -SmtpClientAuthenticationDisabled $false",
                "D7|SMTP|535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.|Set-CASMailbox -Identity razr@example.cz -SmtpClientAuthenticationDisabled $false",
                "D8|SMTP|535 5.7.3 Authentication unsuccessful [SN2PR00CA0018.namprd00.prod.outlook.com]|Test-ServicePrincipalAuthorization -Identity "
                        + CLIENT
                        + " -Resource razr@example.cz",
                "D11|SMTP|535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.|sign-in log",
                "D12|SMTP|550 5.7.30 Basic authentication is not supported for Client Submission.|Postern",
                "D13|HVE|535 5.7.144 XOAUTH2 authentication failed. Invalid API permissions|Mail.Send",
                "D13|HVE|550 5.7.240 The application is not allowed for use with this High Volume Email account|Add-HVEAppAccess -Identity razr@example.cz -AppIds "
                        + OBJECT,
                "D13|HVE|535 5.7.142 Token will expire soon|another",
                "D14|HVE|535 5.7.3 The account is Not active|Get-HVEAccountBillingPolicy -Identity razr@example.cz",
                "D15|ACS_SMTP|535 5.7.3 Authentication unsuccessful|az role assignment list --assignee "
                        + OBJECT,
                "D15|ACS_SMTP|535 5.7.3 Authentication unsuccessful|az communication smtp-username list",
                "D12|IMAP|A1 NO LOGIN failed.|token",
                "D19|IMAP|A1 BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds|budget",
            })
    void refusedSignInsAreToldApart(String code, Service service, String words, String advice) {
        Finding finding =
                Advice.on(refused(service, words).withToken(tokenFor(service))).orElseThrow();
        assertThat(finding.code()).isEqualTo(code);
        assertThat(all(finding)).contains(advice);
    }

    @Test
    void highVolumeEmailThatSaysNothingIsToldApartByWhatWasSent() {
        Evidence bare = refused(Service.HVE, "535 5.7.3 Authentication unsuccessful");

        Finding byToken = Advice.on(bare.withToken(tokenFor(Service.HVE))).orElseThrow();
        assertThat(byToken.code()).isEqualTo("D14");
        assertThat(byToken.certain()).isFalse();
        assertThat(byToken.cause()).contains("billing policy");
        assertThat(byToken.otherCauses())
                .anySatisfy(cause -> assertThat(cause).contains("not on the account's list"))
                .noneSatisfy(cause -> assertThat(cause).contains("password"));

        Finding byPassword = Advice.on(bare.with(Circumstance.PASSWORD_USED)).orElseThrow();
        assertThat(byPassword.code()).isEqualTo("D13");
        assertThat(byPassword.cause()).contains("Security defaults");
        assertThat(byPassword.otherCauses())
                .anySatisfy(cause -> assertThat(cause).contains("billing policy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D9|SMTP|550 5.7.60 SMTP; Client does not have permissions to send as this sender|Add-RecipientPermission -Identity erp@example.cz -Trustee "
                        + OBJECT
                        + " -AccessRights SendAs -Confirm:$false",
                "D9|SMTP|554 5.2.252 SendAsDenied; a@x not allowed to send as b@y|-AccessRights SendAs",
                "D10|SMTP|432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending|connections: 3",
                "D10|SMTP|432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded|connections: 3",
                "D16|ACS_SMTP|550 5.1.7 The specified sender domain has not been linked.|az communication email domain show --domain-name example.cz",
                "D16|ACS|answered 404: DomainNotLinked: The specified sender domain has not been linked.|--linked-domains",
                "D17|ACS_SMTP|450 4.5.127 Message rejected. Excessive message rate from sender.|higher quota",
                "D17|ACS|answered 429: TooManyRequests: quota|higher quota",
                "D15|ACS|answered 401: Denied: bad signature|clock",
                "D37|GRAPH|answered 403: ErrorAccessDenied: Access is denied. Check credentials and try again.|Test-ServicePrincipalAuthorization",
                "D9|GRAPH|answered 403: ErrorSendAsDenied: no|-Trustee razr@example.cz -AccessRights SendAs",
                "D27|SMTP|550 5.1.8 Access denied, bad outbound sender|Restricted entities",
                "D26|SMTP|554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; x|24 hours",
                "D35|SMTP|554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException|Sent Items",
                "D20|SMTP|451 4.7.0 Temporary server error. Please try again later. PRX2|comes again",
            })
    void whatIsSaidToMailIsToldApart(String code, Service service, String words, String advice) {
        Finding finding =
                Advice.on(
                                Evidence.of(Stage.MESSAGE, service, words, NAMES)
                                        .withToken(tokenFor(service)))
                        .orElseThrow();
        assertThat(finding.code()).isEqualTo(code);
        assertThat(all(finding)).contains(advice);
    }

    @Test
    void whatNobodyKnowsIsNotGuessed() {
        assertThat(Advice.on(refused(Service.IMAP, "NO the moon is in the wrong quarter")))
                .isEmpty();
        assertThat(Advice.on(refused(Service.SMTP, "AADSTS123456789: news"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void anythingMayBeSaidByAnyone(Service service) {
        for (Entry entry : Advice.TABLE) {
            Finding finding = entry.weigh(refused(service, "x"));
            assertThat(all(finding)).doesNotContainPattern("\\{[a-z]+\\}");
            assertThat(finding.meaning()).endsWith(".");
            finding.suspects()
                    .forEach(suspect -> {
                        assertThat(suspect.cause()).endsWith(".");
                        suspect.decides().forEach(step -> assertThat(step.prose()).endsWith("."));
                        suspect.mends().forEach(step -> assertThat(step.prose()).endsWith("."));
                    });
        }
    }

    private static Finding finding(Stage stage, Service service, String words) {
        return Advice.on(Evidence.of(stage, service, words, NAMES)).orElseThrow();
    }

    private static Evidence refused(Service service, String words) {
        return Evidence.of(Stage.SIGN_IN, service, words, NAMES);
    }

    private static Evidence claims(Service service, TokenFacts token) {
        return Evidence.of(Stage.CLAIMS, service, "", NAMES).withToken(token);
    }

    private static TokenFacts good(String... roles) {
        return token("https://outlook.office365.com", List.of(roles));
    }

    private static TokenFacts tokenFor(Service service) {
        return switch (service) {
            case ACS, ACS_SMTP -> token("https://communication.azure.com", List.of());
            case GRAPH -> token("https://graph.microsoft.com", List.of("Mail.Send"));
            case ENTRA, IMAP, POP3, SMTP, HVE, OTHER, ANY ->
                    token("https://outlook.office365.com", List.copyOf(service.roles()));
        };
    }

    private static TokenFacts token(String audience, List<String> roles) {
        return new TokenFacts(
                Optional.of(audience),
                roles,
                Optional.of(TENANT),
                Optional.of(CLIENT),
                Optional.of(OBJECT),
                Optional.of("app"),
                Optional.of(NOW.plusSeconds(3000)),
                NOW);
    }

    private static List<String> commands(Finding finding) {
        return finding.remedies().stream()
                .flatMap(remedy -> remedy.command().stream())
                .map(Remedy.Command::text)
                .toList();
    }

    private static String all(Finding finding) {
        return finding.suspects().stream().map(AdviceTest::text).collect(Collectors.joining(" "));
    }

    private static String text(Suspect suspect) {
        StringBuilder text = new StringBuilder(suspect.cause());
        suspect.decides().forEach(step -> text.append(' ').append(step.line()));
        suspect.mends().forEach(step -> text.append(' ').append(step.line()));
        return text.toString();
    }
}
