package dev.postern.advice;

import static dev.postern.advice.Step.az;
import static dev.postern.advice.Step.postern;
import static dev.postern.advice.Step.say;

import java.util.List;

/// What can be behind each [Cause] of a refused token, and what mends it.
final class EntraCases {

    static final List<Case> SECRET_WRONG =
            List.of(
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
                                            "az ad app credential list --id {client} --query '[].[displayName,hint,endDateTime]' -o table")),
                    Case.of(
                            "The secret was made a moment ago and is not known everywhere yet.",
                            say("Wait a minute; Postern asks again by itself.")));

    static final List<Case> SECRET_EXPIRED =
            List.of(
                    Case.of(
                            "The application's secret is past its last day.",
                            az(
                                    "Make a new secret and put its Value into the settings.",
                                    "az ad app credential reset --id {client} --append --years 1 --display-name postern"),
                            say("Better, use a certificate.")));

    static final List<Case> CERTIFICATE_UNKNOWN =
            List.of(
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
                                    "openssl x509 -in certificate.pem -noout -pubkey; openssl pkey -in key.pem -pubout")));

    static final List<Case> CERTIFICATE_EXPIRED =
            List.of(
                    Case.of(
                            "The certificate has expired, or is not valid yet.",
                            az(
                                    "Upload the public certificate.",
                                    "az ad app credential reset --id {client} --append --cert @certificate.pem"),
                            say(
                                    "Make a new certificate before that, and replace the files after it.")),
                    Case.of(
                            "This machine's clock is wrong.",
                            say("Set the clock and let it be kept by NTP (timedatectl status).")));

    static final List<Case> CREDENTIAL_UNREADABLE =
            List.of(
                    Case.of(
                            "The file is missing, closed to the service's user, or of another format than expected.",
                            say(
                                    "See the description: it names the file and what is wrong with it.")));

    static final List<Case> ASSERTION_REFUSED =
            List.of(
                    Case.of(
                                    "Certificate and private key do not belong together, or the certificate is not registered.",
                                    az(
                                            "Upload the public certificate.",
                                            "az ad app credential reset --id {client} --append --cert @certificate.pem"))
                            .decidedBy(
                                    az(
                                            "Compare the thumbprints.",
                                            "az ad app credential list --id {client} --cert -o table")));

    static final List<Case> ASSERTION_OUT_OF_TIME =
            List.of(
                    Case.of(
                            "This machine's clock is wrong.",
                            say(
                                    "Set the clock and let it be kept by NTP (timedatectl status; chronyc tracking).")));

    static final List<Case> FEDERATION_MISMATCH =
            List.of(
                    Case.of(
                            "Issuer, subject or audience differ, if only by a slash at the end.",
                            az(
                                    "Compare them with the token's claims.",
                                    "az ad app federated-credential list --id {client}"),
                            az(
                                    "Add the one that is missing.",
                                    "az ad app federated-credential create --id {client} --parameters credential.json")));

    static final List<Case> CLIENT_REFUSED =
            List.of(
                    Case.of(
                            "Secret or certificate are not those of the application.",
                            az(
                                    "List the credentials and their last days.",
                                    "az ad app credential list --id {client} -o table"),
                            say("Look the code up at https://login.microsoftonline.com/error.")));

    static final List<Case> APPLICATION_UNKNOWN =
            List.of(
                    Case.of(
                                    "The client id or the tenant id of the settings is wrong, or they belong to different tenants.",
                                    say("Copy both from the overview of the app registration."))
                            .decidedBy(
                                    az(
                                            "See whether the tenant knows the application.",
                                            "az ad app show --id {client} --query displayName")),
                    Case.of(
                            "The application is registered in another tenant, and nobody has consented to it in this one.",
                            az(
                                    "Create its service principal here.",
                                    "az ad sp create --id {client}")));

    static final List<Case> SERVICE_PRINCIPAL_MISSING =
            List.of(
                    Case.of(
                            "The registration was made without its enterprise application.",
                            az("Create it.", "az ad sp create --id {client}")));

    static final List<Case> APPLICATION_DISABLED =
            List.of(
                    Case.of(
                            "An administrator, or Microsoft, has disabled the enterprise application.",
                            az(
                                    "Enable it.",
                                    "az ad sp update --id {client} --set accountEnabled=true")));

    static final List<Case> CREDENTIAL_MISSING =
            List.of(
                    Case.of(
                            "The tenant has no credential in the settings.",
                            say(
                                    "Give it a secret, a certificate, a federated token or a managed identity.")));

    static final List<Case> PUBLIC_CLIENT =
            List.of(
                    Case.of(
                            "\"Allow public client flows\" is on.",
                            az(
                                    "Turn it off, as under Authentication of the app registration.",
                                    "az ad app update --id {client} --is-fallback-public-client false")));

    static final List<Case> TENANT_UNKNOWN =
            List.of(
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
                                    "cloud: gcc-high")));

    static final List<Case> TENANT_MALFORMED =
            List.of(
                    Case.of(
                            "The tenant id of the settings has a typing error.",
                            say("Copy the Directory (tenant) ID from the overview of Entra ID.")));

    static final List<Case> TENANT_MISSING =
            List.of(
                    Case.of(
                            "The settings say \"common\", \"organizations\" or \"consumers\", which do not work for an application.",
                            say("Put the tenant's own id into the settings.")));

    static final List<Case> OTHER_CLOUD =
            List.of(
                    Case.of(
                            "The settings name the wrong cloud for this tenant.",
                            postern(
                                    "Name its cloud in the tenant's settings: gcc-high, dod or china.",
                                    "cloud: gcc-high")));

    static final List<Case> AUTHORITY_UNKNOWN =
            List.of(
                    Case.of(
                            "The authority in the settings has a typing error, or is of another cloud.",
                            postern(
                                    "Worldwide it is this.",
                                    "cloud: {authority: \"https://login.microsoftonline.com\"}")));

    static final List<Case> SCOPE_INVALID =
            List.of(
                    Case.of(
                            "It is not one resource followed by /.default.",
                            postern(
                                    "Leave the scope out of the settings, or use one resource followed by /.default.",
                                    "scope: https://outlook.office365.com/.default")));

    static final List<Case> RESOURCE_UNKNOWN =
            List.of(
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
                                    "scope: https://outlook.office365.com/.default")));

    static final List<Case> PERMISSION_NOT_REQUESTED =
            List.of(
                    Case.of(
                                    "The permission was never added.",
                                    say("Add it: `postern setup` writes the commands."),
                                    az(
                                            "Grant consent.",
                                            "az ad app permission admin-consent --id {client}"))
                            .decidedBy(
                                    az(
                                            "List what it has.",
                                            "az ad app permission list --id {client}")));

    static final List<Case> SERVICE_NOT_SUBSCRIBED =
            List.of(
                    Case.of(
                            "The tenant lacks a licence.",
                            say("Check the tenant's licences in the Microsoft 365 admin centre.")));

    static final List<Case> CONSENT_MISSING =
            List.of(
                    Case.of(
                            "The permissions were added, and consent was not granted.",
                            az(
                                    "Grant consent, as Privileged Role Administrator.",
                                    "az ad app permission admin-consent --id {client}")));

    static final List<Case> ASSIGNMENT_MISSING =
            List.of(
                    Case.of(
                            "\"Assignment required\" is on at the resource's enterprise application.",
                            say(
                                    "Assign the application under Enterprise applications, Users and groups, or turn off \"Assignment required\".")));

    static final List<Case> CONDITIONAL_ACCESS =
            List.of(
                    Case.of(
                                    "A policy for workload identities blocks the application, for instance by location.",
                                    say(
                                            "Exclude the service principal from the policy, or add this gateway's public address to its named locations."))
                            .decidedBy(
                                    say(
                                            "The sign-in log (Service principal sign-ins) names the policy; look for the correlation id.")));

    static final List<Case> SECURITY_DEFAULTS =
            List.of(
                    Case.of(
                            "Somebody signs in with a user's password.",
                            say("Use an application credential instead.")));

    static final List<Case> USER_UNKNOWN =
            List.of(
                    Case.of(
                            "The address has a typing error, or the account was deleted; the code comes from a client that still uses a password.",
                            say("Check the address; Postern's own sign-in needs no user.")));

    static final List<Case> USER_LOCKED =
            List.of(
                    Case.of(
                            "A device still sends an old password.",
                            say(
                                    "Find it in the Entra sign-in log, then wait or unblock the user.")));

    static final List<Case> USER_DISABLED =
            List.of(
                    Case.of(
                            "A device still signs in with a disabled account.",
                            say("Enable the account, or stop the device.")));

    static final List<Case> PASSWORD_WRONG =
            List.of(
                    Case.of(
                            "A device has an old password.",
                            say(
                                    "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application.")));

    static final List<Case> PASSWORD_EXPIRED =
            List.of(
                    Case.of(
                            "A device signs in with a password that must be changed.",
                            say(
                                    "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application.")));

    static final List<Case> PASSWORD_MISSING =
            List.of(
                    Case.of(
                            "The account is a guest's, or its password is kept elsewhere.",
                            say(
                                    "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application.")));

    static final List<Case> MFA_REQUIRED =
            List.of(
                    Case.of(
                            "A policy asks this user for a second factor.",
                            say(
                                    "Give the device a local Postern account in place of the mailbox's password; Postern signs in as an application.")));

    static final List<Case> REQUEST_MALFORMED =
            List.of(
                    Case.of(
                            "Client id, tenant id or scope of the settings is not what it should be.",
                            say(
                                    "Correct them; if they are right, report this as a defect of Postern with the trace id.")));

    static final List<Case> IDENTITY_NOT_ASSIGNED =
            List.of(
                    Case.of(
                            "The identity is not turned on or not assigned, or the settings have another id than its client id.",
                            az(
                                    "List the machine's identities.",
                                    "az vm identity show --resource-group GROUP --name MACHINE"),
                            say("Turn the identity on or assign it, and use its client id.")));

    static final List<Case> IDENTITY_UNSUPPORTED =
            List.of(
                    Case.of(
                            "The machine is of a kind that Postern does not know.",
                            say("Use a certificate or a federated credential here.")));

    static final List<Case> TOO_MANY_REQUESTS =
            List.of(
                    Case.of(
                            "Another program with client id {client} does not keep its tokens.",
                            say(
                                    "Nothing to do at Postern, which waits; if it stays, find that program.")));

    static final List<Case> BUSY =
            List.of(
                    Case.of(
                            "A fault on Microsoft's side.",
                            say(
                                    "Nothing to do: Postern waits and asks again; see https://status.cloud.microsoft.")));

    static final List<Case> UNKNOWN =
            List.of(
                    Case.of(
                            "The code is new, or rare.",
                            say(
                                    "Look the code up at https://login.microsoftonline.com/error, and the attempt in the tenant's sign-in log (Service principal sign-ins) by its correlation id.")));

    private EntraCases() {}
}
