package dev.postern.app;

import dev.postern.lab.Lab;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The ways D1 to D18 in which Microsoft 365 can be set wrong, and what else goes wrong on the way
/// there.
final class Complaints {

    private static final String APP = "/tenants/example/apps/gateway";
    private static final String EXCHANGE = "/tenants/example/exchange";
    private static final String RAZR = EXCHANGE + "/mailboxes/razr@example.cz";
    private static final String FAKTURY = EXCHANGE + "/mailboxes/faktury@example.cz";
    private static final String NOREPLY = EXCHANGE + "/mailboxes/noreply@example.cz";
    private static final String HVE = EXCHANGE + "/hve-accounts/hve@example.cz";
    private static final String ACS = "/tenants/example/acs/postern";
    private static final String OBJECT_ID = "44444444-4444-4444-4444-444444444444";

    private Complaints() {}

    static List<Complaint> all() {
        return Stream.concat(ofMicrosoft().stream(), HouseComplaints.all().stream()).toList();
    }

    private static List<Complaint> ofMicrosoft() {
        return List.of(
                Complaint.of(
                                "D1: the client secret has expired",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        APP + "/credentials/secrets/main",
                                                        "expires: 2026-01-01T00:00:00Z"))
                        .at("D1", "token", "requests")
                        .mendedBy(
                                "az ad app credential reset --id 11111111-1111-1111-1111-111111111111"),
                Complaint.of("D1: the secret's ID stands in the place of its value", lab -> {})
                        .edit("lab-secret", "55555555-5555-5555-5555-555555555555")
                        .at("D1", "token", "requests")
                        .mendedBy("credential reset"),
                Complaint.of(
                                "D1: the application is not known in the tenant",
                                lab ->
                                        lab.directory()
                                                .patch(APP + "/enterprise-app", "sign-in: missing"))
                        .at("D1", "token", "requests")
                        .mendedBy("az ad sp create --id 11111111-1111-1111-1111-111111111111"),
                Complaint.of(
                                "D2: no administrator has consented",
                                lab -> lab.directory().patch(APP, "roles: {exchange: null}"))
                        .at("D2", "claims", "requests")
                        .mendedBy("permission add", "admin-consent"),
                Complaint.of("D3: the token is for Graph and not for Exchange", lab -> {})
                        .edit(
                                "      trust:",
                                "      scope: https://graph.microsoft.com/.default\n      trust:")
                        .at("D3", "claims", "requests")
                        .mendedBy("https://outlook.office365.com/.default"),
                Complaint.of(
                                "D4: Exchange does not know the application",
                                lab -> lab.directory().remove(EXCHANGE + "/principals/gateway"))
                        .at("D4", "sign-in", "requests")
                        .mendedBy("New-ServicePrincipal", OBJECT_ID)
                        .orBy("Set-CASMailbox"),
                Complaint.of(
                                "D4: Exchange knows it by the object id of the app registration",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        EXCHANGE + "/principals/gateway",
                                                        "object-id: 33333333-3333-3333-3333-333333333333"))
                        .at("D4", "sign-in", "requests")
                        .mendedBy("New-ServicePrincipal", OBJECT_ID)
                        .orBy("Set-CASMailbox"),
                Complaint.of(
                                "D4: IMAP is switched off for the mailbox, and POP3 opens it",
                                lab -> lab.directory().patch(RAZR, "imap: false"))
                        .edit("    mailbox: faktury@example.cz", "    mailbox: razr@example.cz")
                        .at("D4", "sign-in", "requests", "invoices")
                        .mendedBy("Set-CASMailbox", "-ImapEnabled $true"),
                Complaint.of(
                                "D5: the application has no right on the mailbox",
                                lab -> lab.directory().patch(RAZR, "full-access: []"))
                        .at("D5", "mailbox", "requests")
                        .mendedBy(
                                "Add-MailboxPermission -Identity razr@example.cz -User "
                                        + OBJECT_ID),
                Complaint.of(
                                "D6: POP3 is switched off for the mailbox",
                                lab -> lab.directory().patch(FAKTURY, "pop3: false"))
                        .edit("    mailbox: razr@example.cz", "    mailbox: faktury@example.cz")
                        .at("D6", "sign-in", "invoices", "requests")
                        .mendedBy("Set-CASMailbox", "-PopEnabled $true"),
                Complaint.of(
                                "D7: SMTP AUTH is switched off for the tenant",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        EXCHANGE,
                                                        "{smtp-auth: false, mailboxes: {noreply@example.cz: {smtp-auth: inherit}}}"))
                        .at("D7", "sign-in", "exchange")
                        .mendedBy(
                                "Set-CASMailbox",
                                "noreply@example.cz -SmtpClientAuthenticationDisabled $false"),
                Complaint.of(
                                "D7: SMTP AUTH is switched off for the mailbox",
                                lab -> lab.directory().patch(NOREPLY, "smtp-auth: disabled"))
                        .at("D7", "sign-in", "exchange")
                        .mendedBy(
                                "Set-CASMailbox",
                                "noreply@example.cz -SmtpClientAuthenticationDisabled $false"),
                Complaint.of(
                                "D8: the application has no right on the sending mailbox",
                                lab -> lab.directory().patch(NOREPLY, "full-access: []"))
                        .at("D8", "sign-in", "exchange")
                        .mendedBy("Add-MailboxPermission", "noreply@example.cz")
                        .orBy("New-ServicePrincipal"),
                Complaint.of("D9: the mailbox may not send as another address", lab -> {})
                        .edit(
                                "    - {recipients: internal",
                                "    - {senders: razr@example.cz, to: exchange}\n    - {recipients: internal")
                        .at("D9", "right to send", "exchange")
                        .mendedBy("Add-RecipientPermission", "razr@example.cz"),
                Complaint.of(
                                "D10: too many sessions send as one mailbox",
                                lab ->
                                        answer(
                                                lab,
                                                "smtp",
                                                "MAIL",
                                                "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information."))
                        .at("D10", "sender", "exchange")
                        .mendedBy("connections: 3"),
                Complaint.of(
                                "D11: Conditional Access forbids the token",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        APP + "/enterprise-app",
                                                        "sign-in: conditional-access"))
                        .at("D11", "token", "requests")
                        .mendedBy("Exclude the service principal"),
                Complaint.of(
                                "D11: Conditional Access forbids the sign-in at SMTP",
                                lab ->
                                        answer(
                                                lab,
                                                "smtp",
                                                "AUTH",
                                                "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator."))
                        .at("D11", "sign-in", "exchange")
                        .mendedBy("Exclude the service principal"),
                Complaint.of("D12: a password is sent where none is taken any more", lab -> {})
                        .edit("{host: \"SMART\"", "{host: \"EXCHANGE\"")
                        .edit(
                                "tls: required, trust",
                                "sign-in: {user: noreply@example.cz, password: secret}, tls: required, trust")
                        .at("D12", "sign-in", "onprem")
                        .mendedBy("local account"),
                Complaint.of(
                                "D13: the High Volume Email account does not allow the application",
                                lab -> lab.directory().patch(HVE, "apps: []"))
                        .at("D13", "sign-in", "hve")
                        .mendedBy("Add-HVEAppAccess -Identity hve@example.cz -AppIds " + OBJECT_ID),
                Complaint.of(
                                "D13: the application lacks Mail.Send of Exchange",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        APP,
                                                        "roles: {exchange: [IMAP.AccessAsApp]}"))
                        .at("D2", "claims", "hve")
                        .mendedBy("permission add", "admin-consent"),
                Complaint.of(
                                "D14: the High Volume Email account has no billing policy",
                                lab -> lab.directory().patch(HVE, "billing: false"))
                        .at("D14", "sign-in", "hve")
                        .mendedBy("Set-HVEAccountBillingPolicy -Identity hve@example.cz")
                        .orBy("primary address", "Add-HVEAppAccess"),
                Complaint.of(
                                "D15: the SMTP username is not ready, or the role is missing",
                                lab -> lab.directory().patch(ACS, "owners: []"))
                        .at("D15", "sign-in", "acs-smtp")
                        .mendedBy("role assignment")
                        .orBy("smtp-username create"),
                Complaint.of(
                                "D15: the role on the resource is missing, by REST",
                                lab -> lab.directory().patch(ACS, "owners: []"))
                        .at("D15", "sign-in", "acs")
                        .mendedBy("role assignment"),
                Complaint.of(
                                "D16: the sender's domain is not linked",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        ACS + "/domains/example.cz",
                                                        "linked: false"))
                        .edit(
                                "{acs-smtp: {username: postern",
                                "{acs-smtp: {mail-from: noreply@example.cz, username: postern")
                        .at("D16", "sender", "acs-smtp")
                        .mendedBy("linked-domains"),
                Complaint.of(
                                "D16: the sender's domain is not linked, by REST, which only a message shows",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        ACS + "/domains/example.cz",
                                                        "linked: false"))
                        .edit("{acs: {endpoint", "{acs: {mail-from: noreply@example.cz, endpoint")
                        .at("D16", "test message", "acs")
                        .mendedBy("linked-domains"),
                Complaint.of(
                                "D17: the rate of Azure Communication Services is used up",
                                lab ->
                                        answer(
                                                lab,
                                                "acs-smtp",
                                                "MAIL",
                                                "450 4.5.127 Message rejected. Excessive message rate from sender. For more information see https://aka.ms/EXOSmtpErrors."))
                        .edit(
                                "{acs-smtp: {username: postern",
                                "{acs-smtp: {mail-from: noreply@example.cz, username: postern")
                        .at("D17", "sender", "acs-smtp")
                        .mendedBy("quota"),
                Complaint.of("D18: there is no such tenant in this cloud", lab -> {})
                        .edit(
                                "tenant-id: 22222222-2222-2222-2222-222222222222",
                                "tenant-id: 99999999-9999-9999-9999-999999999999")
                        .at("D18", "token", "requests")
                        .mendedBy(""),
                Complaint.of(
                                "D18: the tenant lives in another cloud",
                                lab -> lab.directory().patch("/tenants/example", "cloud: gcc-high"))
                        .at("D18", "token", "requests")
                        .mendedBy("cloud:"),
                Complaint.of(
                                "The first of two credentials is refused, and the next one stands in",
                                lab -> {})
                        .edit(
                                "credential: {secret: lab-secret}",
                                "credential: {secret: yesterdays}\n    next-credential: {secret: lab-secret}")
                        .at("D1", "token", "requests")
                        .mendedBy("credential reset"),
                Complaint.of(
                                "The client secret ends soon, as Entra says",
                                lab ->
                                        lab.directory()
                                                .patch(
                                                        APP + "/credentials/secrets/main",
                                                        "expires: "
                                                                + lab.clock()
                                                                        .instant()
                                                                        .plus(Duration.ofDays(20))))
                        .at("expiring", "credential", "tenants.lab")
                        .mendedBy("credential reset", "next-credential:"),
                Complaint.of(
                                "The settings name another last day of the secret than Entra",
                                lab -> {})
                        .edit("secret: lab-secret", "secret: lab-secret, expires: 2098-06-30")
                        .at("expires-differs", "credential", "tenants.lab")
                        .mendedBy("expires: 2099-12-31"),
                Complaint.of("Entra does not list the secret that is to come next", lab -> {})
                        .edit(
                                "credential: {secret: lab-secret}",
                                "credential: {secret: lab-secret}\n    next-credential: {secret: tomorrows}")
                        .at("not-in-entra", "next credential", "tenants.lab")
                        .mendedBy("az ad app credential list", "credential reset"),
                Complaint.of(
                                "The client secret ends soon, as the settings say",
                                lab -> lab.directory().patch(APP + "/roles", "graph: [Mail.Send]"))
                        .edit("secret: lab-secret", "secret: lab-secret, expires: IN-20-DAYS")
                        .at("expiring", "credential", "tenants.lab")
                        .mendedBy("credential reset", "next-credential:"));
    }

    static void answer(Lab lab, String protocol, String command, String text) {
        long _ =
                lab.mail()
                        .faults()
                        .add(
                                "answer protocol=%s command=%s text=\"%s\""
                                        .formatted(protocol, command, text));
    }
}
