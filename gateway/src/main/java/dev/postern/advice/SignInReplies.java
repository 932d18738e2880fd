package dev.postern.advice;

import static dev.postern.advice.Sign.code;
import static dev.postern.advice.Sign.words;
import static dev.postern.advice.Step.az;
import static dev.postern.advice.Step.exchange;
import static dev.postern.advice.Step.postern;
import static dev.postern.advice.Step.say;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What the SMTP servers of Exchange Online, High Volume Email and Azure Communication Services say
/// to those who sign in.
final class SignInReplies {

    private static final Set<Service> EXCHANGE = EnumSet.of(Service.SMTP, Service.HVE);
    private static final Set<Service> SMTP = EnumSet.of(Service.SMTP);
    private static final Set<Service> HVE = EnumSet.of(Service.HVE);
    private static final Set<Service> ACS = EnumSet.of(Service.ACS_SMTP);
    private static final Set<Service> ANY_SMTP =
            EnumSet.of(Service.SMTP, Service.HVE, Service.ACS_SMTP, Service.OTHER);

    private static final String DISABLED = "https://aka.ms/smtp_auth_disabled";
    private static final String HVE_PAGE =
            "https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365";
    private static final String RBAC_PAGE =
            "https://learn.microsoft.com/exchange/permissions-exo/application-rbac";
    private static final String ACS_PAGE =
            "https://learn.microsoft.com/azure/communication-services/quickstarts/email/send-email-smtp/smtp-authentication";

    private static final Step ALLOW_SMTP =
            exchange(
                    "Allow SMTP AUTH for this mailbox alone; Postern needs it although it sends no password.",
                    "Set-CASMailbox -Identity {mailbox} -SmtpClientAuthenticationDisabled $false");

    private static final Step SMTP_SWITCHES =
            exchange(
                    "The mailbox must say False; an empty value takes over the tenant's.",
                    "Get-CASMailbox -Identity {mailbox} | Format-List SmtpClientAuthenticationDisabled; Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled");

    private static final Step IN_SCOPE =
            exchange(
                    "With RBAC for Applications, InScope must be True for Application SMTP.SendAsApp.",
                    "Test-ServicePrincipalAuthorization -Identity {client} -Resource {mailbox} | Format-Table");

    private static final Step BASIC_POLICY =
            exchange(
                    "Or allow passwords for this account alone.",
                    "New-AuthenticationPolicy -Name 'Allow Basic SMTP' -AllowBasicAuthSmtp; Set-User -Identity {mailbox} -AuthenticationPolicy 'Allow Basic SMTP'");

    private static final Case NO_BILLING =
            Case.of(
                            "The account has no valid billing policy.",
                            exchange("List the policies.", "Get-BillingPolicy -ResourceType HVE"),
                            exchange(
                                    "Give the account one.",
                                    "Set-HVEAccountBillingPolicy -Identity {mailbox} -BillingPolicyId BILLING_POLICY_ID"))
                    .decidedBy(
                            exchange(
                                    "BillingPolicyStatus must be BillingPolicyValid.",
                                    "Get-HVEAccountBillingPolicy -Identity {mailbox}"));

    private static final Case NO_HVE_ACCOUNT =
            Case.of(
                            "{mailbox} is no High Volume Email account.",
                            say("Write the account's primary address into the settings."))
                    .decidedBy(
                            exchange(
                                    "List the accounts.",
                                    "Get-MailUser -HVEAccount -ResultSize Unlimited"));

    private static final Case NOT_ON_LIST =
            Case.of(
                            "The application is not on the account's list, or is there by its client id instead of the object id.",
                            exchange(
                                    "Put the enterprise application's object id on the list; it counts after five minutes.",
                                    "Add-HVEAppAccess -Identity {mailbox} -AppIds {object}"))
                    .decidedBy(
                            exchange(
                                    "AllowedApps must name {object}.",
                                    "Get-HVEAccountSettings -Identity {mailbox}"));

    static final List<Entry> ALL =
            List.of(
                    sure(
                            Trouble.D7,
                            EXCHANGE,
                            code("5.7.139")
                                    .and("smtpclientauthentication is disabled for the tenant"),
                            "SMTP AUTH is switched off for the whole tenant, for tokens as well.",
                            DISABLED,
                            Case.of(
                                            "The tenant's switch is off, and the mailbox has none of its own.",
                                            ALLOW_SMTP)
                                    .decidedBy(SMTP_SWITCHES)),
                    sure(
                            Trouble.D7,
                            EXCHANGE,
                            words("smtpclientauthentication is disabled for the mailbox"),
                            "SMTP AUTH is switched off for this mailbox, for tokens as well.",
                            DISABLED,
                            Case.of("The mailbox's own switch is off.", ALLOW_SMTP)
                                    .decidedBy(SMTP_SWITCHES)),
                    sure(
                            Trouble.D7,
                            EXCHANGE,
                            words("smtpclientauthentication is disabled"),
                            "SMTP AUTH is switched off, for tokens as well.",
                            DISABLED,
                            Case.of(
                                            "The mailbox's switch is off, or the tenant's and the mailbox has none.",
                                            ALLOW_SMTP)
                                    .decidedBy(SMTP_SWITCHES)),
                    sure(
                            Trouble.D12,
                            ANY_SMTP,
                            code("5.7.139").and("basic auth"),
                            "The tenant takes no passwords.",
                            DISABLED,
                            Cases.PASSWORD.about(Doubt.OPEN),
                            Case.of(
                                            "An authentication policy forbids passwords for this user.",
                                            BASIC_POLICY)
                                    .decidedBy(
                                            exchange(
                                                    "List what the policies allow.",
                                                    "Get-AuthenticationPolicy | Format-List Name,AllowBasicAuth*"))),
                    sure(
                            Trouble.D12,
                            ANY_SMTP,
                            code("5.7.30"),
                            "Client submission takes no passwords any more.",
                            DISABLED,
                            Case.of(
                                    "A client still signs in with a password.",
                                    say(
                                            "Let it send through Postern with a local account; Postern signs in with a token."))),
                    sure(
                            Trouble.D23,
                            ANY_SMTP,
                            code("5.7.139").and("credentials were incorrect"),
                            "The user's password is wrong, or a second factor is wanted.",
                            DISABLED,
                            Case.of(
                                    "The password is wrong.",
                                    say("Correct the password, or sign in with a token."))),
                    sure(
                            Trouble.D11,
                            EXCHANGE,
                            code("5.7.139").and("did not meet the criteria"),
                            "A rule of the tenant forbids this sign-in.",
                            "https://learn.microsoft.com/entra/identity/conditional-access/workload-identity",
                            Cases.POLICY),
                    sure(
                            Trouble.D24,
                            EXCHANGE,
                            code("5.7.139")
                                    .and("security defaults|organization configuration|locked by"),
                            "The organisation does not allow this kind of sign-in.",
                            HVE_PAGE,
                            Case.of(
                                    "Security defaults forbid passwords.",
                                    say(
                                            "Sign in with a token, or replace security defaults by Conditional Access.")),
                            Case.of(
                                            "An authentication policy forbids passwords for this account.",
                                            BASIC_POLICY)
                                    .decidedBy(
                                            exchange(
                                                    "List what the policies allow.",
                                                    "Get-AuthenticationPolicy | Format-List Name,AllowBasicAuth*"))),
                    hve(
                            code("5.7.142", "5.5.127"),
                            "The token has too little life left.",
                            true,
                            Case.of(
                                    "High Volume Email wants ten minutes of life and more.",
                                    say(
                                            "Nothing to do: Postern fetches another; another program must refresh 20 minutes before the end."))),
                    hve(
                            code("5.7.143"),
                            "The token has ended.",
                            true,
                            Case.of(
                                    "The token was kept too long, or a clock is wrong.",
                                    say(
                                            "Set this machine's clock; Postern fetches another token by itself."))),
                    hve(
                            code("5.7.144"),
                            "The token does not carry the permission of High Volume Email.",
                            false,
                            Case.of(
                                    "The application lacks Mail.Send of Office 365 Exchange Online; Graph's permission of that name will not do.",
                                    AppRole.HVE_SEND.add(),
                                    Cases.CONSENT)),
                    hve(
                            code("5.7.240"),
                            "The account does not allow this application.",
                            false,
                            NOT_ON_LIST),
                    hve(
                            words("5\\.5\\.12[1-6]\\b|invalid xoauth2"),
                            "The line with the token is malformed.",
                            false,
                            Case.of(
                                    "The user, the word Bearer or the token is missing in it.",
                                    say(
                                            "A client other than Postern must correct its XOAUTH2 string."))),
                    new Entry(
                            Trouble.D14,
                            HVE,
                            words("not active|billing"),
                            "The account may not send.",
                            false,
                            List.of(NO_BILLING),
                            List.of(HVE_PAGE)),
                    new Entry(
                            Trouble.D15,
                            ACS,
                            code("5.7.3", "5.7.139", "535"),
                            "Azure Communication Services does not accept the sign-in.",
                            false,
                            List.of(
                                    Case.of(
                                                    "The client secret is wrong or has expired.",
                                                    az(
                                                            "Make a new secret.",
                                                            "az ad app credential reset --id {client} --append --years 1 --display-name postern"))
                                            .decidedBy(
                                                    az(
                                                            "List the last days of the application's secrets.",
                                                            "az ad app credential list --id {client} -o table"))
                                            .about(Doubt.NO_TOKEN),
                                    Case.of(
                                                    "The application has no role on the Communication Services resource.",
                                                    az(
                                                            "Give it one.",
                                                            "az role assignment create --assignee-object-id {object} --assignee-principal-type ServicePrincipal --role 'Communication and Email Service Owner' --scope ACS_RESOURCE_ID"))
                                            .decidedBy(
                                                    az(
                                                            "List its roles there.",
                                                            "az role assignment list --assignee {object} --scope ACS_RESOURCE_ID -o table")),
                                    Case.of(
                                                    "The SMTP username is not there, belongs to another application, or is not ready to use.",
                                                    az(
                                                            "Make it.",
                                                            "az communication smtp-username create -g RESOURCE_GROUP --comm-service-name ACS_NAME --smtp-username {username} --username {username} --entra-application-id {client} --tenant-id {tenant}"))
                                            .decidedBy(
                                                    az(
                                                            "List the usernames of the resource.",
                                                            "az communication smtp-username list -g RESOURCE_GROUP --comm-service-name ACS_NAME -o table")),
                                    Cases.ofToken(Service.ACS_SMTP).getFirst()),
                            List.of(ACS_PAGE)),
                    new Entry(
                            Trouble.D13,
                            HVE,
                            code("5.7.3", "5.7.139", "535"),
                            "High Volume Email does not accept the sign-in, and does not say why.",
                            false,
                            Cases.join(
                                    Cases.ofToken(Service.HVE, AppRole.HVE_SEND),
                                    Case.of(
                                                    "Security defaults or an authentication policy forbid the account's password.",
                                                    BASIC_POLICY)
                                            .about(Doubt.NO_TOKEN),
                                    Case.of(
                                                    "The account's password is wrong.",
                                                    say("Correct the password in the settings."))
                                            .about(Doubt.NO_TOKEN),
                                    NO_BILLING.as(Trouble.D14),
                                    NO_HVE_ACCOUNT,
                                    NOT_ON_LIST),
                            List.of(HVE_PAGE)),
                    new Entry(
                            Trouble.D8,
                            SMTP,
                            code("5.7.3", "5.7.139", "535"),
                            "Exchange does not accept the sign-in.",
                            false,
                            Cases.join(
                                    Cases.ofToken(Service.SMTP, AppRole.SMTP),
                                    Cases.NO_PERMISSION.decidedBy(
                                            IN_SCOPE,
                                            exchange(
                                                    "Without it, the service principal must be listed with FullAccess.",
                                                    "Get-MailboxPermission -Identity {mailbox}")),
                                    Cases.NOT_REGISTERED,
                                    Cases.WRONG_OBJECT_ID,
                                    Case.of(
                                                    "SMTP AUTH is switched off for mailbox or tenant.",
                                                    ALLOW_SMTP)
                                            .decidedBy(SMTP_SWITCHES),
                                    Cases.NO_MAILBOX,
                                    Cases.POLICY,
                                    Cases.PASSWORD),
                            List.of(RBAC_PAGE)),
                    new Entry(
                            Trouble.D34,
                            ANY_SMTP,
                            code("5.7.57", "530"),
                            "Nobody has signed in, and the server takes mail only from those who have.",
                            false,
                            List.of(
                                    Case.of(
                                            "The client does not sign in, or its sign-in failed and it went on.",
                                            say(
                                                    "Give the client a user name and a password, or let it send through Postern."))),
                            List.of(DISABLED)),
                    new Entry(
                            Trouble.D20,
                            ANY_SMTP,
                            words("454 4\\.7\\.0|temporary authentication failure"),
                            "The server cannot check credentials now.",
                            true,
                            List.of(
                                    Case.of(
                                            "A fault on the server's side.",
                                            say(
                                                    "Nothing to do: Postern comes again with the same token."))),
                            List.of()),
                    new Entry(
                            Trouble.D8,
                            EnumSet.of(Service.OTHER),
                            code("535", "534", "538", "5.7.8"),
                            "The server does not accept user name or password.",
                            false,
                            List.of(
                                    Case.of(
                                            "User name or password of the settings are wrong.",
                                            postern(
                                                    "Correct them at the destination.",
                                                    "sign-in: {user: NAME, password: \"${file:PATH}\"}"))),
                            List.of()));

    private SignInReplies() {}

    private static Entry sure(
            Trouble code,
            Set<Service> services,
            Sign sign,
            String meaning,
            String page,
            Case... cases) {
        return new Entry(code, services, sign, meaning, false, List.of(cases), List.of(page));
    }

    private static Entry hve(Sign sign, String meaning, boolean passes, Case one) {
        return new Entry(
                Trouble.D13, EXCHANGE, sign, meaning, passes, List.of(one), List.of(HVE_PAGE));
    }
}
