package dev.postern.advice;

import static dev.postern.advice.Step.az;
import static dev.postern.advice.Step.exchange;
import static dev.postern.advice.Step.postern;
import static dev.postern.advice.Step.say;

import java.util.ArrayList;
import java.util.List;

/// Causes that several refusals share.
final class Cases {

    static final Step CONSENT =
            az(
                    "Grant consent, as Privileged Role Administrator.",
                    "az ad app permission admin-consent --id {client}");

    static final Step LIST_PRINCIPALS =
            exchange(
                    "Exchange must know the application by AppId {client} and ObjectId {object}.",
                    "Get-ServicePrincipal | Format-List DisplayName,AppId,ObjectId,Identity");

    static final Step REGISTER =
            exchange(
                    "Register the service principal.",
                    "New-ServicePrincipal -AppId {client} -ObjectId {object} -DisplayName Postern");

    static final Step FULL_ACCESS =
            exchange(
                    "Give the application its right on the mailbox.",
                    "Add-MailboxPermission -Identity {mailbox} -User {object} -AccessRights FullAccess -AutoMapping $false");

    static final Step SEND_AS =
            exchange(
                    "Allow the application to send as this address.",
                    "Add-RecipientPermission -Identity {sender} -Trustee {object} -AccessRights SendAs -Confirm:$false");

    static final Step SIGN_IN_LOG =
            say(
                    "Entra ID's sign-in log names the policy: Sign-in logs, Service principal sign-ins.");

    static final Step USE_TOKEN =
            say("Sign in with a token, or let the client use Postern with a local account.");

    static final Case NOT_REGISTERED =
            Case.of(
                            "Exchange does not know the application: New-ServicePrincipal was never run.",
                            REGISTER)
                    .about(Doubt.REGISTRATION)
                    .decidedBy(LIST_PRINCIPALS);

    static final Case WRONG_OBJECT_ID =
            Case.of(
                            "Exchange knows the application by a wrong object id: that of the app registration instead of the enterprise application.",
                            exchange(
                                    "Remove the wrong one.",
                                    "Remove-ServicePrincipal -Identity WRONG_OBJECT_ID"),
                            REGISTER,
                            FULL_ACCESS)
                    .about(Doubt.REGISTRATION)
                    .decidedBy(LIST_PRINCIPALS);

    static final Case NO_PERMISSION =
            Case.of(
                            "The application has no right on the mailbox.",
                            FULL_ACCESS,
                            say("Wait: it takes up to an hour until it counts."))
                    .about(Doubt.PERMISSION)
                    .decidedBy(
                            exchange(
                                    "The service principal must be listed with FullAccess.",
                                    "Get-MailboxPermission -Identity {mailbox}"));

    static final Case NO_MAILBOX =
            Case.of(
                            "{mailbox} is no mailbox, or has no licence, or is not its primary address.",
                            say("Correct the address in the settings, or license the mailbox."))
                    .decidedBy(
                            exchange(
                                    "It is one if this finds it.",
                                    "Get-CASMailbox -Identity {mailbox} | Format-List PrimarySmtpAddress,ImapEnabled,PopEnabled,SmtpClientAuthenticationDisabled"));

    static final Case POLICY =
            Case.of(
                            "A Conditional Access policy for workload identities blocks the application.",
                            say(
                                    "Exclude the service principal, or allow this gateway's public address as a named location."))
                    .decidedBy(SIGN_IN_LOG);

    static final Case PASSWORD =
            Case.of("A password was sent, and only tokens are taken.", USE_TOKEN)
                    .about(Doubt.PASSWORD);

    private Cases() {}

    /// The switch of a protocol at the mailbox.
    static Case switchedOff(String protocol, String option) {
        return Case.of(
                        protocol + " is switched off for the mailbox.",
                        exchange(
                                "Switch it on.",
                                "Set-CASMailbox -Identity {mailbox} -" + option + " $true"))
                .about(Doubt.SWITCH)
                .decidedBy(
                        exchange(
                                "It must say True.",
                                "Get-CASMailbox -Identity {mailbox} | Format-List " + option));
    }

    /// What can be wrong with the token itself, to be seen in its claims.
    static List<Case> ofToken(Service service, AppRole... roles) {
        List<Case> cases = new ArrayList<>();
        for (AppRole role : roles) {
            cases.add(withoutRole(role));
        }
        cases.add(
                Case.of(
                                "The token is for another resource than " + service.title() + ".",
                                postern(
                                        "Correct the scope in the settings, or leave it out.",
                                        "scope: " + service.scope()))
                        .about(Doubt.AUDIENCE));
        cases.add(
                Case.of(
                                "The token is of another tenant than {tenant}.",
                                say("Correct the tenant id or the credential in the settings."))
                        .about(Doubt.TENANT));
        cases.add(
                Case.of(
                                "The token is of another application than {client}.",
                                say("Correct the client id or the credential in the settings."))
                        .about(Doubt.APPLICATION));
        cases.add(
                Case.of(
                                "The token is a user's and not the application's own.",
                                say("Use the client credentials of the application."))
                        .about(Doubt.DELEGATED));
        cases.add(
                Case.of(
                                "The token has ended, or a clock is wrong.",
                                say(
                                        "Set this machine's clock; Postern fetches another token by itself."))
                        .about(Doubt.EXPIRED));
        return cases;
    }

    private static Case withoutRole(AppRole role) {
        return Case.of(
                        "The application lacks %s of %s, or nobody has consented to it."
                                .formatted(role.value(), role.resourceName()),
                        role.add(),
                        CONSENT)
                .about(Doubt.ROLE)
                .decidedBy(
                        az(
                                "List what it was given; `roles` in its token must name it.",
                                "az ad app permission list --id {client}"));
    }

    /// One list of all.
    static List<Case> join(List<Case> some, Case... more) {
        List<Case> all = new ArrayList<>(List.of(more));
        all.addAll(some);
        return all;
    }
}
