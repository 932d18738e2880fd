package dev.postern.advice;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why a token was refused, as far as the answer tells, and what mends it.
///
/// Many AADSTS codes share a cause; [Aadsts] maps them.
public enum Cause {
    SECRET_WRONG(
            Kind.CREDENTIAL, Trouble.D1, "The client secret is wrong.", EntraCases.SECRET_WRONG),
    SECRET_EXPIRED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client secret has expired.",
            EntraCases.SECRET_EXPIRED),
    CERTIFICATE_UNKNOWN(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The application does not know this certificate, or the certificate has expired.",
            EntraCases.CERTIFICATE_UNKNOWN),
    CERTIFICATE_EXPIRED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client certificate is not valid at this time.",
            EntraCases.CERTIFICATE_EXPIRED),
    CREDENTIAL_UNREADABLE(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The credential cannot be read on this machine.",
            EntraCases.CREDENTIAL_UNREADABLE),
    ASSERTION_REFUSED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The signed assertion was not accepted.",
            EntraCases.ASSERTION_REFUSED),
    ASSERTION_OUT_OF_TIME(
            Kind.SETTINGS,
            Trouble.D1,
            "The signed assertion is not within its time: this machine's clock is wrong.",
            EntraCases.ASSERTION_OUT_OF_TIME),
    FEDERATION_MISMATCH(
            Kind.CREDENTIAL,
            Trouble.D1,
            "No federated credential of the application matches the token's issuer, subject and audience.",
            EntraCases.FEDERATION_MISMATCH),
    CLIENT_REFUSED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The client's credential was not accepted.",
            EntraCases.CLIENT_REFUSED),
    APPLICATION_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant has no such application.",
            EntraCases.APPLICATION_UNKNOWN),
    SERVICE_PRINCIPAL_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The application has no service principal in the tenant.",
            EntraCases.SERVICE_PRINCIPAL_MISSING),
    APPLICATION_DISABLED(
            Kind.SETTINGS,
            Trouble.D1,
            "Sign-in is disabled for the application.",
            EntraCases.APPLICATION_DISABLED),
    CREDENTIAL_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The request carried no credential.",
            EntraCases.CREDENTIAL_MISSING),
    PUBLIC_CLIENT(
            Kind.SETTINGS,
            Trouble.D1,
            "The application is registered as a public client, which may not have a credential.",
            EntraCases.PUBLIC_CLIENT),
    TENANT_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D18,
            "There is no such tenant in this cloud.",
            EntraCases.TENANT_UNKNOWN),
    TENANT_MALFORMED(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant is neither a GUID nor a domain.",
            EntraCases.TENANT_MALFORMED),
    TENANT_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The request named no tenant, or one that cannot be used without a user.",
            EntraCases.TENANT_MISSING),
    OTHER_CLOUD(
            Kind.SETTINGS,
            Trouble.D18,
            "The tenant lives in another (national) cloud.",
            EntraCases.OTHER_CLOUD),
    AUTHORITY_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D18,
            "The sign-in service does not know the host it was addressed by.",
            EntraCases.AUTHORITY_UNKNOWN),
    SCOPE_INVALID(
            Kind.SETTINGS,
            Trouble.D1,
            "The scope is not valid for an application.",
            EntraCases.SCOPE_INVALID),
    RESOURCE_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant does not have the resource that the scope names.",
            EntraCases.RESOURCE_UNKNOWN),
    PERMISSION_NOT_REQUESTED(
            Kind.SETTINGS,
            Trouble.D2,
            "The app registration does not list the resource among its API permissions.",
            EntraCases.PERMISSION_NOT_REQUESTED),
    SERVICE_NOT_SUBSCRIBED(
            Kind.SETTINGS,
            Trouble.D1,
            "The organisation has not subscribed to the service or has not enabled it.",
            EntraCases.SERVICE_NOT_SUBSCRIBED),
    CONSENT_MISSING(
            Kind.SETTINGS,
            Trouble.D2,
            "No administrator has consented to the permissions.",
            EntraCases.CONSENT_MISSING),
    ASSIGNMENT_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The resource admits only assigned applications, and this one is not.",
            EntraCases.ASSIGNMENT_MISSING),
    CONDITIONAL_ACCESS(
            Kind.SETTINGS,
            Trouble.D11,
            "A Conditional Access policy blocks the sign-in.",
            EntraCases.CONDITIONAL_ACCESS),
    SECURITY_DEFAULTS(
            Kind.SETTINGS,
            Trouble.D1,
            "The tenant's security defaults block sign-in with a password.",
            EntraCases.SECURITY_DEFAULTS),
    USER_UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "There is no such user in the tenant.",
            EntraCases.USER_UNKNOWN),
    USER_LOCKED(
            Kind.SETTINGS,
            Trouble.D1,
            "The account is locked after too many wrong passwords.",
            EntraCases.USER_LOCKED),
    USER_DISABLED(
            Kind.SETTINGS, Trouble.D1, "The user account is disabled.", EntraCases.USER_DISABLED),
    PASSWORD_WRONG(
            Kind.SETTINGS, Trouble.D1, "The user's password is wrong.", EntraCases.PASSWORD_WRONG),
    PASSWORD_EXPIRED(
            Kind.SETTINGS,
            Trouble.D1,
            "The user's password has expired.",
            EntraCases.PASSWORD_EXPIRED),
    PASSWORD_MISSING(
            Kind.SETTINGS,
            Trouble.D1,
            "The user has no usable password in this directory.",
            EntraCases.PASSWORD_MISSING),
    MFA_REQUIRED(
            Kind.SETTINGS,
            Trouble.D1,
            "The user must sign in with a second factor, which a device cannot.",
            EntraCases.MFA_REQUIRED),
    REQUEST_MALFORMED(
            Kind.SETTINGS,
            Trouble.D1,
            "The request lacked a parameter or was malformed.",
            EntraCases.REQUEST_MALFORMED),
    IDENTITY_NOT_ASSIGNED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "The machine does not have this managed identity.",
            EntraCases.IDENTITY_NOT_ASSIGNED),
    IDENTITY_UNSUPPORTED(
            Kind.CREDENTIAL,
            Trouble.D1,
            "This machine offers managed identities in a way that Postern does not speak.",
            EntraCases.IDENTITY_UNSUPPORTED),
    TOO_MANY_REQUESTS(
            Kind.TRANSIENT,
            Trouble.D1,
            "Entra ID saw the same request too often.",
            EntraCases.TOO_MANY_REQUESTS),
    BUSY(
            Kind.TRANSIENT,
            Trouble.D1,
            "The sign-in service is busy or has a fault that passes.",
            EntraCases.BUSY),
    UNKNOWN(
            Kind.SETTINGS,
            Trouble.D1,
            "Entra ID refused for a reason that Postern does not know.",
            EntraCases.UNKNOWN);

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

    // The lists come from List.of, which the checker cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Case> cases;

    Cause(Kind kind, Trouble code, String meaning, List<Case> cases) {
        this.kind = kind;
        this.code = code;
        this.meaning = meaning;
        this.cases = cases;
    }

    public Kind kind() {
        return kind;
    }

    /// What it means, in one sentence.
    public String meaning() {
        return meaning;
    }

    /// The likeliest case and what mends it, on one line, with the tenant's ids filled in.
    public String remedy(Names names) {
        Suspect first = cases.getFirst().fill(names);
        return Stream.concat(Stream.of(first.cause()), first.mends().stream().map(Remedy::line))
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
