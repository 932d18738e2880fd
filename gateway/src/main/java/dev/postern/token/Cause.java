package dev.postern.token;

/// Why a token was refused, as far as the answer tells, and what mends it.
///
/// Many AADSTS codes share a cause; [Aadsts] maps them. In the texts `{client}` and `{tenant}`
/// stand for the ids.
public enum Cause {
    SECRET_WRONG(
            Kind.CREDENTIAL,
            "The client secret is wrong.",
            "Put the secret's Value into the settings, not its Secret ID. A secret made a moment ago may"
                    + " need a minute to be known everywhere. A new one: az ad app credential reset --id"
                    + " {client} --append --years 1"),
    SECRET_EXPIRED(
            Kind.CREDENTIAL,
            "The client secret has expired.",
            "Make a new one and put its Value into the settings: az ad app credential reset --id"
                    + " {client} --append --years 1"),
    CERTIFICATE_UNKNOWN(
            Kind.CREDENTIAL,
            "The application does not know this certificate, or the certificate has expired.",
            "Compare the thumbprints: az ad app credential list --id {client} --cert. Upload the public"
                    + " certificate: az ad app credential reset --id {client} --append --cert"
                    + " @certificate.pem"),
    CERTIFICATE_EXPIRED(
            Kind.CREDENTIAL,
            "The client certificate is not valid at this time.",
            "Make a new certificate, upload its public part (az ad app credential reset --id {client}"
                    + " --append --cert @certificate.pem) and replace the files. If the dates are right,"
                    + " set this machine's clock."),
    CREDENTIAL_UNREADABLE(
            Kind.CREDENTIAL,
            "The credential cannot be read on this machine.",
            "See the description: the file may be missing, closed to the service's user, or of another"
                    + " format than expected."),
    ASSERTION_REFUSED(
            Kind.CREDENTIAL,
            "The signed assertion was not accepted.",
            "Check that certificate and key belong together and that the certificate is registered: az ad"
                    + " app credential list --id {client} --cert"),
    ASSERTION_OUT_OF_TIME(
            Kind.SETTINGS,
            "The signed assertion is not within its time: this machine's clock is wrong.",
            "Set the clock (timedatectl status; chronyc tracking) and let it be kept by NTP."),
    FEDERATION_MISMATCH(
            Kind.CREDENTIAL,
            "No federated credential of the application matches the token's issuer, subject and"
                    + " audience.",
            "Compare them with the token's claims: az ad app federated-credential list --id {client}"),
    CLIENT_REFUSED(
            Kind.CREDENTIAL,
            "The client's credential was not accepted.",
            "Look the code up at https://login.microsoftonline.com/error and check the credentials: az ad"
                    + " app credential list --id {client}"),
    APPLICATION_UNKNOWN(
            Kind.SETTINGS,
            "The tenant has no such application.",
            "Check client id and tenant id. An application of another tenant needs its service principal"
                    + " here: az ad sp create --id {client}"),
    SERVICE_PRINCIPAL_MISSING(
            Kind.SETTINGS,
            "The application has no service principal in the tenant.",
            "Create it: az ad sp create --id {client}"),
    APPLICATION_DISABLED(
            Kind.SETTINGS,
            "Sign-in is disabled for the application.",
            "Enable it: az ad sp update --id {client} --set accountEnabled=true"),
    CREDENTIAL_MISSING(
            Kind.SETTINGS,
            "The request carried no credential.",
            "Give the tenant a credential in the settings: a secret, a certificate, a federated token or a"
                    + " managed identity."),
    PUBLIC_CLIENT(
            Kind.SETTINGS,
            "The application is registered as a public client, which may not have a credential.",
            "Turn off \"Allow public client flows\" under Authentication of the app registration: az ad"
                    + " app update --id {client} --is-fallback-public-client false"),
    TENANT_UNKNOWN(
            Kind.SETTINGS,
            "There is no such tenant in this cloud.",
            "Check the tenant id {tenant} (az account show --query tenantId), and the cloud: worldwide, gcc-high,"
                    + " dod or china."),
    TENANT_MALFORMED(
            Kind.SETTINGS,
            "The tenant is neither a GUID nor a domain.",
            "Copy the Directory (tenant) ID from the overview of Entra ID."),
    TENANT_MISSING(
            Kind.SETTINGS,
            "The request named no tenant, or one that cannot be used without a user.",
            "Put the tenant's own id into the settings; \"common\", \"organizations\" and \"consumers\" do"
                    + " not work for an application."),
    OTHER_CLOUD(
            Kind.SETTINGS,
            "The tenant lives in another (national) cloud.",
            "Set the tenant's cloud: gcc-high, dod or china."),
    AUTHORITY_UNKNOWN(
            Kind.SETTINGS,
            "The sign-in service does not know the host it was addressed by.",
            "Check the authority in the settings; worldwide it is https://login.microsoftonline.com."),
    SCOPE_INVALID(
            Kind.SETTINGS,
            "The scope is not valid for an application.",
            "Use one resource followed by /.default, as in https://outlook.office365.com/.default."),
    RESOURCE_UNKNOWN(
            Kind.SETTINGS,
            "The tenant does not have the resource that the scope names.",
            "Check the scope for a typing error, and that the tenant has the service (Exchange Online,"
                    + " Azure Communication Services) at all."),
    PERMISSION_NOT_REQUESTED(
            Kind.SETTINGS,
            "The app registration does not list the resource among its API permissions.",
            "Add the API permission and grant consent: az ad app permission list --id {client}; az ad app"
                    + " permission admin-consent --id {client}"),
    SERVICE_NOT_SUBSCRIBED(
            Kind.SETTINGS,
            "The organisation has not subscribed to the service or has not enabled it.",
            "Check the tenant's licences in the Microsoft 365 admin centre."),
    CONSENT_MISSING(
            Kind.SETTINGS,
            "No administrator has consented to the permissions.",
            "Grant consent: az ad app permission admin-consent --id {client}"),
    ASSIGNMENT_MISSING(
            Kind.SETTINGS,
            "The resource admits only assigned applications, and this one is not.",
            "Assign it under Enterprise applications, Users and groups, or turn off \"Assignment"
                    + " required\"."),
    CONDITIONAL_ACCESS(
            Kind.SETTINGS,
            "A Conditional Access policy for workload identities blocks the application.",
            "Exclude the service principal from the policy, or add this gateway's public address to its"
                    + " named locations. The sign-in log (Service principal sign-ins) names the policy."),
    SECURITY_DEFAULTS(
            Kind.SETTINGS,
            "The tenant's security defaults block sign-in with a password.",
            "Use an application credential instead of a user's password."),
    USER_UNKNOWN(
            Kind.SETTINGS,
            "There is no such user in the tenant.",
            "Check the address. Postern's own sign-in needs no user; this code comes from a client that"
                    + " still uses a password."),
    USER_LOCKED(
            Kind.SETTINGS,
            "The account is locked after too many wrong passwords.",
            "Find the device that still sends an old password (Entra sign-in log), then wait or unblock the"
                    + " user."),
    USER_DISABLED(
            Kind.SETTINGS,
            "The user account is disabled.",
            "Enable the account, or stop the device that still signs in with it."),
    PASSWORD_WRONG(
            Kind.SETTINGS,
            "The user's password is wrong.",
            "Give the device a local Postern account in place of the mailbox's password."),
    PASSWORD_EXPIRED(
            Kind.SETTINGS,
            "The user's password has expired.",
            "Give the device a local Postern account in place of the mailbox's password."),
    PASSWORD_MISSING(
            Kind.SETTINGS,
            "The user has no usable password in this directory.",
            "Give the device a local Postern account in place of the mailbox's password."),
    MFA_REQUIRED(
            Kind.SETTINGS,
            "The user must sign in with a second factor, which a device cannot.",
            "Give the device a local Postern account; Postern signs in as an application."),
    REQUEST_MALFORMED(
            Kind.SETTINGS,
            "The request lacked a parameter or was malformed.",
            "Check client id, tenant id and scope; if they are right, report this as a defect of Postern"
                    + " with the trace id."),
    IDENTITY_NOT_ASSIGNED(
            Kind.CREDENTIAL,
            "The machine does not have this managed identity.",
            "List them: az vm identity show --resource-group GROUP --name MACHINE. Turn the identity on or"
                    + " assign it, and use its client id."),
    IDENTITY_UNSUPPORTED(
            Kind.CREDENTIAL,
            "This machine offers managed identities in a way that Postern does not speak.",
            "Use a certificate or a federated credential here."),
    TOO_MANY_REQUESTS(
            Kind.TRANSIENT,
            "Entra ID saw the same request too often.",
            "Nothing to do: Postern waits. If it stays, another program with client id {client} does not"
                    + " keep its tokens."),
    BUSY(
            Kind.TRANSIENT,
            "The sign-in service is busy or has a fault that passes.",
            "Nothing to do: Postern waits and asks again. See https://status.cloud.microsoft."),
    UNKNOWN(
            Kind.SETTINGS,
            "Entra ID refused for a reason that Postern does not know.",
            "Look the code up at https://login.microsoftonline.com/error, and the attempt in the tenant's"
                    + " sign-in log (Service principal sign-ins) by its correlation id.");

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
    private final String meaning;
    private final String remedy;

    Cause(Kind kind, String meaning, String remedy) {
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    /// What it means, in one sentence.
    public String meaning() {
        return meaning;
    }

    /// What mends it, with the tenant's ids filled in.
    public String remedy(Tenant tenant) {
        return remedy.replace("{client}", tenant.clientId()).replace("{tenant}", tenant.tenantId());
    }
}
