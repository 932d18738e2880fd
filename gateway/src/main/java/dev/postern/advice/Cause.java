package dev.postern.advice;

import static dev.postern.advice.Step.az;
import static dev.postern.advice.Step.postern;
import static dev.postern.advice.Step.say;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Why a token was refused, as far as the answer tells, and what mends it.
///
/// Many AADSTS codes share a cause; [Aadsts] maps them.
public enum Cause {
    SECRET_WRONG(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client secret is wrong.",
            Case.of(
                            "The settings have the Secret ID where the secret's Value belongs.",
                            say(
                                    "Put the secret's Value into the settings, which the portal shows only once, not its Secret ID."),
                            az(
                                    "Make a new secret and put its Value into the settings.",
                                    "az ad app credential reset --id {client} --append --years 1 --display-name postern"))
                    .about(Doubt.SECRET_ID),
            Case.of(
                            "The secret is another application's, was deleted, or was copied in part or with a line break.",
                            az(
                                    "Make a new secret and put its Value into the settings.",
                                    "az ad app credential reset --id {client} --append --years 1 --display-name postern"))
                    .decidedBy(
                            az(
                                    "List the application's secrets; the hint is the first three characters of the Value.",
                                    "az ad app credential list --id {client} --query [].[displayName,hint,endDateTime] -o table")),
            Case.of(
                    "The secret was made a moment ago and is not known everywhere yet.",
                    say("Wait a minute; Postern asks again by itself."))),
    SECRET_EXPIRED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client secret has expired.",
            Case.of(
                    "The application's secret is past its last day.",
                    az(
                            "Make a new secret and put its Value into the settings.",
                            "az ad app credential reset --id {client} --append --years 1 --display-name postern"),
                    say("Better, use a certificate."))),
    CERTIFICATE_UNKNOWN(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The application does not know this certificate, or the certificate has expired.",
            Case.of(
                            "The certificate was never uploaded to this application, or another one was.",
                            az(
                                    "Upload the public certificate.",
                                    "az ad app credential reset --id {client} --append --cert @certificate.pem"))
                    .decidedBy(
                            az(
                                    "Compare the thumbprints.",
                                    "az ad app credential list --id {client} --cert -o table")),
            Case.of(
                    "Certificate and private key do not belong together.",
                    postern(
                            "Compare their public keys.",
                            "openssl x509 -in certificate.pem -noout -pubkey; openssl pkey -in key.pem -pubout"))),
    CERTIFICATE_EXPIRED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client certificate is not valid at this time.",
            Case.of(
                    "The certificate has expired, or is not valid yet.",
                    az(
                            "Upload the public certificate.",
                            "az ad app credential reset --id {client} --append --cert @certificate.pem"),
                    say("Make a new certificate before that, and replace the files after it.")),
            Case.of(
                    "This machine's clock is wrong.",
                    say("Set the clock and let it be kept by NTP (timedatectl status)."))),
    CREDENTIAL_UNREADABLE(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The credential cannot be read on this machine.",
            Case.of(
                    "The file is missing, closed to the service's user, or of another format than expected.",
                    say("See the description: it names the file and what is wrong with it."))),
    ASSERTION_REFUSED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The signed assertion was not accepted.",
            Case.of(
                            "Certificate and private key do not belong together, or the certificate is not registered.",
                            az(
                                    "Upload the public certificate.",
                                    "az ad app credential reset --id {client} --append --cert @certificate.pem"))
                    .decidedBy(
                            az(
                                    "Compare the thumbprints.",
                                    "az ad app credential list --id {client} --cert -o table"))),
    ASSERTION_OUT_OF_TIME(
            Kind.SETTINGS,
            Trouble.D1,
            "The signed assertion is not within its time: this machine's clock is wrong.",
            Case.of(
                    "This machine's clock is wrong.",
                    say(
                            "Set the clock and let it be kept by NTP (timedatectl status; chronyc tracking)."))),
    FEDERATION_MISMATCH(
            Kind.CREDENTIAL,
            Trouble.D1,
            "No federated credential of the application matches the token's issuer, subject and audience.",
            Case.of(
                    "Issuer, subject or audience differ, if only by a slash at the end.",
                    az(
                            "Compare them with the token's claims.",
                            "az ad app federated-credential list --id {client}"),
                    az(
                            "Add the one that is missing.",
                            "az ad app federated-credential create --id {client} --parameters credential.json"))),
    CLIENT_REFUSED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client's credential was not accepted.",
            Case.of(
                    "Secret or certificate are not those of the application.",
                    az(
                            "List the credentials and their last days.",
                            "az ad app credential list --id {client} -o table"),
                    say("Look the code up at https://login.microsoftonline.com/error."))),
    APPLICATION_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant has no such application.",
            Case.of(
                            "The client id or the tenant id of the settings is wrong, or they belong to different tenants.",
                            say("Copy both from the overview of the app registration."))
                    .decidedBy(
                            az(
                                    "See whether the tenant knows the application.",
                                    "az ad app show --id {client} --query displayName")),
            Case.of(
                    "The application is registered in another tenant, and nobody has consented to it in this one.",
                    az("Create its service principal here.", "az ad sp create --id {client}"))),
    SERVICE_PRINCIPAL_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The application has no service principal in the tenant.",
            Case.of(
                    "The registration was made without its enterprise application.",
                    az("Create it.", "az ad sp create --id {client}"))),
    APPLICATION_DISABLED(
            Kind.SETTINGS,
            Trouble.D1,
            "Sign-in is disabled for the application.",
            Case.of(
                    "An administrator, or Microsoft, has disabled the enterprise application.",
                    az("Enable it.", "az ad sp update --id {client} --set accountEnabled=true"))),
    CREDENTIAL_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The request carried no credential.",
            Case.of(
                    "The tenant has no credential in the settings.",
                    say(
                            "Give it a secret, a certificate, a federated token or a managed identity."))),
    PUBLIC_CLIENT(
            Kind.SETTINGS,
            Trouble.D1,
            "The application is registered as a public client, which may not have a credential.",
            Case.of(
                    "\"Allow public client flows\" is on.",
                    az(
                            "Turn it off, as under Authentication of the app registration.",
                            "az ad app update --id {client} --is-fallback-public-client false"))),
    TENANT_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D18,
            "There is no such tenant in this cloud.",
            Case.of(
                            "The tenant id {tenant} is not right.",
                            say(
                                    "Correct {tenant}: copy the Directory (tenant) ID from the overview of Entra ID."))
                    .decidedBy(
                            az(
                                    "Print the tenant id of whoever is signed in.",
                                    "az account show --query tenantId -o tsv")),
            Case.of(
                    "The tenant lives in another cloud than the settings say.",
                    postern(
                            "Name its cloud in the tenant's settings: worldwide, gcc-high, dod or china.",
                            "cloud: gcc-high"))),
    TENANT_MALFORMED(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant is neither a GUID nor a domain.",
            Case.of(
                    "The tenant id of the settings has a typing error.",
                    say("Copy the Directory (tenant) ID from the overview of Entra ID."))),
    TENANT_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The request named no tenant, or one that cannot be used without a user.",
            Case.of(
                    "The settings say \"common\", \"organizations\" or \"consumers\", which do not work for an application.",
                    say("Put the tenant's own id into the settings."))),
    OTHER_CLOUD(
            Kind.SETTINGS,
            Trouble.D18,
            "The tenant lives in another (national) cloud.",
            Case.of(
                    "The settings name the wrong cloud for this tenant.",
                    postern(
                            "Name its cloud in the tenant's settings: gcc-high, dod or china.",
                            "cloud: gcc-high"))),
    AUTHORITY_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D18,
            "The sign-in service does not know the host it was addressed by.",
            Case.of(
                    "The authority in the settings has a typing error, or is of another cloud.",
                    postern(
                            "Worldwide it is this.",
                            "cloud: {authority: \"https://login.microsoftonline.com\"}"))),
    SCOPE_INVALID(
            Kind.SETTINGS,
            Trouble.D1,
            "The scope is not valid for an application.",
            Case.of(
                    "It is not one resource followed by /.default.",
                    postern(
                            "Leave the scope out of the settings, or use one resource followed by /.default.",
                            "scope: https://outlook.office365.com/.default"))),
    RESOURCE_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant does not have the resource that the scope names.",
            Case.of(
                            "The tenant has no subscription of the service (Exchange Online, Azure Communication Services).",
                            say("Check the tenant's licences and subscriptions."))
                    .decidedBy(
                            az(
                                    "See whether the tenant knows Exchange Online.",
                                    "az ad sp show --id 00000002-0000-0ff1-ce00-000000000000 --query displayName")),
            Case.of(
                    "The scope has a typing error.",
                    postern(
                            "Leave it out of the settings, or correct it.",
                            "scope: https://outlook.office365.com/.default"))),
    PERMISSION_NOT_REQUESTED(
            Kind.SETTINGS,
            Trouble.D2,
            "The app registration does not list the resource among its API permissions.",
            Case.of(
                            "The permission was never added.",
                            say("Add it: `postern setup` writes the commands."),
                            az(
                                    "Grant consent.",
                                    "az ad app permission admin-consent --id {client}"))
                    .decidedBy(az("List what it has.", "az ad app permission list --id {client}"))),
    SERVICE_NOT_SUBSCRIBED(
            Kind.SETTINGS,
            Trouble.D1,
            "The organisation has not subscribed to the service or has not enabled it.",
            Case.of(
                    "The tenant lacks a licence.",
                    say("Check the tenant's licences in the Microsoft 365 admin centre."))),
    CONSENT_MISSING(
            Kind.SETTINGS,
            Trouble.D2,
            "No administrator has consented to the permissions.",
            Case.of(
                    "The permissions were added, and consent was not granted.",
                    az(
                            "Grant consent, as Privileged Role Administrator.",
                            "az ad app permission admin-consent --id {client}"))),
    ASSIGNMENT_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The resource admits only assigned applications, and this one is not.",
            Case.of(
                    "\"Assignment required\" is on at the resource's enterprise application.",
                    say(
                            "Assign the application under Enterprise applications, Users and groups, or turn off \"Assignment required\"."))),
    CONDITIONAL_ACCESS(
            Kind.SETTINGS,
            Trouble.D11,
            "A Conditional Access policy blocks the sign-in.",
            Case.of(
                            "A policy for workload identities blocks the application, for instance by location.",
                            say(
                                    "Exclude the service principal from the policy, or add this gateway's public address to its named locations."))
                    .decidedBy(
                            say(
                                    "The sign-in log (Service principal sign-ins) names the policy; look for the correlation id."))),
    SECURITY_DEFAULTS(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant's security defaults block sign-in with a password.",
            Case.of(
                    "Somebody signs in with a user's password.",
                    say("Use an application credential instead."))),
    USER_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "There is no such user in the tenant.",
            Case.of(
                    "The address has a typing error, or the account was deleted; the code comes from a client that still uses a password.",
                    say("Check the address; Postern's own sign-in needs no user."))),
    USER_LOCKED(
            Kind.SETTINGS,
            Trouble.D1,
            "The account is locked after too many wrong passwords.",
            Case.of(
                    "A device still sends an old password.",
                    say("Find it in the Entra sign-in log, then wait or unblock the user."))),
    USER_DISABLED(
            Kind.SETTINGS,
            Trouble.D1,
            "The user account is disabled.",
            Case.of(
                    "A device still signs in with a disabled account.",
                    say("Enable the account, or stop the device."))),
    PASSWORD_WRONG(
            Kind.SETTINGS,
            Trouble.D1,
            "The user's password is wrong.",
            Case.of(
                    "A device has an old password.",
                    say(
                            "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application."))),
    PASSWORD_EXPIRED(
            Kind.SETTINGS,
            Trouble.D1,
            "The user's password has expired.",
            Case.of(
                    "A device signs in with a password that must be changed.",
                    say(
                            "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application."))),
    PASSWORD_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The user has no usable password in this directory.",
            Case.of(
                    "The account is a guest's, or its password is kept elsewhere.",
                    say(
                            "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application."))),
    MFA_REQUIRED(
            Kind.SETTINGS,
            Trouble.D1,
            "The user must sign in with a second factor, which a device cannot.",
            Case.of(
                    "A policy asks this user for a second factor.",
                    say(
                            "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application."))),
    REQUEST_MALFORMED(
            Kind.SETTINGS,
            Trouble.D1,
            "The request lacked a parameter or was malformed.",
            Case.of(
                    "Client id, tenant id or scope of the settings is not what it should be.",
                    say(
                            "Correct them; if they are right, report this as a defect of Postern with the trace id."))),
    IDENTITY_NOT_ASSIGNED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The machine does not have this managed identity.",
            Case.of(
                    "The identity is not turned on or not assigned, or the settings have another id than its client id.",
                    az(
                            "List the machine's identities.",
                            "az vm identity show --resource-group GROUP --name MACHINE"),
                    say("Turn the identity on or assign it, and use its client id."))),
    IDENTITY_UNSUPPORTED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "This machine offers managed identities in a way that Postern does not speak.",
            Case.of(
                    "The machine is of a kind that Postern does not know.",
                    say("Use a certificate or a federated credential here."))),
    TOO_MANY_REQUESTS(
            Kind.TRANSIENT,
            Trouble.D1,
            "Entra ID saw the same request too often.",
            Case.of(
                    "Another program with client id {client} does not keep its tokens.",
                    say("Nothing to do at Postern, which waits; if it stays, find that program."))),
    BUSY(
            Kind.TRANSIENT,
            Trouble.D1,
            "The sign-in service is busy or has a fault that passes.",
            Case.of(
                    "A fault on Microsoft's side.",
                    say(
                            "Nothing to do: Postern waits and asks again; see https://status.cloud.microsoft."))),
    UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "Entra ID refused for a reason that Postern does not know.",
            Case.of(
                    "The code is new, or rare.",
                    say(
                            "Look the code up at https://login.microsoftonline.com/error, and the attempt in the tenant's sign-in log (Service principal sign-ins) by its correlation id.")));

    /// What a refusal calls for.
    public enum Kind {
        /// This credential will not do; another may. A person must act.
        CREDENTIAL,
        /// No credential will do. A person must act.
        SETTINGS,
        /// It passes by itself.
        TRANSIENT
    }

    private final Kind kind;
    private final Trouble code;
    private final String meaning;
    private final List<Case> cases;

    Cause(Kind kind, Trouble code, String meaning, Case... cases) {
        this.kind = kind;
        this.code = code;
        this.meaning = meaning;
        this.cases = List.of(cases);
    }

    public Kind kind() {
        return kind;
    }

    /// What it means, in one sentence.
    public String meaning() {
        return meaning;
    }

    /// What mends the likeliest case, on one line, with the tenant's ids filled in.
    public String remedy(Names names) {
        return cases.getFirst().mends().stream()
                .map(step -> step.fill(names).line())
                .collect(Collectors.joining(" "));
    }

    /// The entry of the table for an AADSTS code.
    Entry entry(int aadsts) {
        return entry(
                Sign.words("aadsts" + aadsts + "\\b"),
                EnumSet.of(Service.ENTRA),
                "https://login.microsoftonline.com/error?code=" + aadsts);
    }

    /// The entry of the table for another sign.
    Entry entry(Sign sign, Set<Service> services, String page) {
        return new Entry(
                code, services, sign, meaning, kind == Kind.TRANSIENT, cases, List.of(page));
    }
}
