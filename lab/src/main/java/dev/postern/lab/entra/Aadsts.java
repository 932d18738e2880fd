package dev.postern.lab.entra;

import java.util.Arrays;
import java.util.Optional;

/// Entra's errors: number, OAuth error, HTTP status and text.
///
/// Those above the line in the middle come from requests and worlds that deserve them; those below
/// only when a fault asks for them by number. Texts follow what the service says, in which `%s`
/// stands for what the request was about.
public enum Aadsts {
    TENANT_NOT_FOUND(
            90002,
            "invalid_request",
            "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct"
                    + " cloud. Check with your subscription administrator, this may happen if there are no active"
                    + " subscriptions for the tenant."),
    TENANT_MALFORMED(
            900023,
            "invalid_request",
            "Specified tenant identifier '%s' is neither a valid DNS name, nor a valid external domain."),
    NO_TENANT(
            50059,
            "invalid_request",
            "No tenant-identifying information found in either the request or implied by any provided credentials."),
    COMMON_ENDPOINT(
            9001023,
            "invalid_request",
            "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or"
                    + " tenant-specific endpoint."),
    OTHER_CLOUD(
            900382,
            "invalid_request",
            "Confidential Client is not supported in Cross Cloud request."),
    ONLY_POST(
            900561,
            "invalid_request",
            "The endpoint only accepts POST requests. Received a %s request."),
    MALFORMED(9002313, "invalid_request", "Invalid request. Request is malformed or invalid."),
    PARAMETER_MISSING(
            900144,
            "invalid_request",
            "The request body must contain the following parameter: '%s'."),
    GRANT_UNSUPPORTED(
            70003, "unsupported_grant_type", "The app requested an unsupported grant type '%s'."),
    APP_NOT_FOUND(
            700016,
            "unauthorized_client",
            "Application with identifier '%s' was not found in the directory '%s'. This can happen if the application"
                    + " has not been installed by the administrator of the tenant or consented to by any user in the"
                    + " tenant. You may have sent your authentication request to the wrong tenant."),
    PRINCIPAL_MISSING(
            7000229,
            "unauthorized_client",
            "The client application %s is missing service principal in the tenant %s. See instructions here:"
                    + " https://go.microsoft.com/fwlink/?linkid=2225119"),
    APP_DISABLED(7000112, "unauthorized_client", "Application '%s' is disabled."),
    NO_CREDENTIAL(
            7000216,
            401,
            "invalid_client",
            "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."),
    PUBLIC_CLIENT(
            700025,
            401,
            "invalid_client",
            "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    SECRET_WRONG(
            7000215,
            401,
            "invalid_client",
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value,"
                    + " not the client secret ID, for a secret added to app '%s'."),
    SECRET_EXPIRED(
            7000222,
            401,
            "invalid_client",
            "The provided client secret keys for app '%s' are expired. Visit the Azure portal to create new keys for"
                    + " your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added"
                    + " security: https://aka.ms/certCreds."),
    ASSERTION_MALFORMED(50027, "invalid_request", "JWT token is invalid or malformed."),
    ASSERTION_NOT_THE_CLIENTS(
            700021,
            401,
            "invalid_client",
            "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at"
                    + " https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials"
                    + " ."),
    ASSERTION_AUDIENCE(
            700023,
            401,
            "invalid_client",
            "Client assertion audience claim does not match Realm issuer. Review the documentation at"
                    + " https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials"
                    + " ."),
    ASSERTION_TIME(
            700024,
            401,
            "invalid_client",
            "Client assertion is not within its valid time range. Current time: %s, assertion valid from %s, expiry"
                    + " time of assertion %s."),
    ASSERTION_SIGNATURE(
            700027,
            401,
            "invalid_client",
            "Client assertion failed signature validation. [Reason - %s, Thumbprint of key used by client: '%s'.]"),
    FEDERATED_SIGNATURE(
            50013,
            "invalid_grant",
            "Assertion failed signature validation. [Reason - The key was not found.]"),
    FEDERATED_NONE(
            70021,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion. Assertion Issuer: '%s'. Assertion"
                    + " Subject: '%s'. Assertion Audience: '%s'."),
    FEDERATED_ISSUER(
            700211,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion issuer '%s'. Please check your"
                    + " federated identity credential Subject, Audience and Issuer against the presented assertion."),
    FEDERATED_AUDIENCE(
            700212,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion audience '%s'. Please check your"
                    + " federated identity credential Subject, Audience and Issuer against the presented assertion."),
    FEDERATED_SUBJECT(
            700213,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion subject '%s'. Please check your"
                    + " federated identity credential Subject, Audience and Issuer against the presented assertion."),
    SCOPE_INVALID(
            70011,
            "invalid_scope",
            "The provided request must include a 'scope' input parameter. The provided value for the input parameter"
                    + " 'scope' is not valid. The scope %s is not valid."),
    SCOPE_NOT_DEFAULT(
            1002012,
            "invalid_scope",
            "The provided value for scope %s is not valid. Client credential flows must have a scope value with"
                    + " /.default suffixed to the resource identifier (application ID URI)."),
    SCOPES_OF_SEVERAL(
            700022,
            "invalid_scope",
            "The provided value for the input parameter 'scope' is not valid because it contains more than one"
                    + " resource. Scope %s is not valid."),
    RESOURCE_NOT_FOUND(
            500011,
            "invalid_resource",
            "The resource principal named %s was not found in the tenant named %s. This can happen if the application"
                    + " has not been installed by the administrator of the tenant or consented to by any user in the"
                    + " tenant. You might have sent your authentication request to the wrong tenant."),
    CONDITIONAL_ACCESS(
            53003,
            "access_denied",
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."),

    // ------------------------------------------------------------------------------ only on demand

    CLOUD_REDIRECT(
            90038,
            "invalid_request",
            "The specified tenant belongs to a National Cloud. The current cloud instance does not federate with it. A"
                    + " cloud redirect error is returned."),
    CROSS_CLOUD(
            900432,
            "invalid_request",
            "Confidential Client is not supported in Cross Cloud request."),
    SECRET_OR_ASSERTION_MISSING(
            7000218,
            401,
            "invalid_client",
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    APP_DISABLED_OLD(70001, "unauthorized_client", "The application is disabled."),
    SCOPE_VALUE(
            28002, "invalid_scope", "Provided value for the input parameter scope is not valid."),
    SCOPE_EMPTY(
            28003,
            "invalid_scope",
            "Provided value for the input parameter scope cannot be empty."),
    RESOURCE_DISABLED(
            50001,
            "invalid_resource",
            "The resource is disabled or the resource named does not exist."),
    RESOURCE_NOT_LISTED(
            650057,
            "invalid_resource",
            "Invalid resource. The client has requested access to a resource which is not listed in the requested"
                    + " permissions in the client's application registration."),
    NOT_SUBSCRIBED(
            650052,
            "invalid_client",
            "The app is trying to access a service that your organization lacks a service principal for."),
    CONSENT_MISSING(
            65001,
            "invalid_grant",
            "The user or administrator has not consented to use the application."),
    ASSERTION_INVALID(50012, 401, "invalid_client", "Authentication failed."),
    ASSERTION_OUT_OF_TIME(500133, "invalid_grant", "Assertion is not within its valid time range."),
    DEVICE_POLICY(
            530032,
            "access_denied",
            "Access blocked by a risk policy of your organization's Conditional Access."),
    SECURITY_DEFAULTS(530035, "access_denied", "Access has been blocked by security defaults."),
    NOT_ASSIGNED(
            50105,
            "invalid_grant",
            "The administrator has configured the application to block users unless they are specifically granted"
                    + " (assigned) access to the application."),
    TENANT_MISSING(
            90019, "invalid_request", "No tenant-identifying information found in the request."),
    DOMAIN_INVALID(
            50128,
            "invalid_request",
            "Invalid domain name - No tenant-identifying information found."),
    FIELD_MISSING(90014, "invalid_request", "The required field is missing from the credential."),
    INSTANCE_UNKNOWN(50049, "invalid_request", "Unknown or invalid instance."),
    LOOP(
            50196,
            "invalid_grant",
            "The server terminated an operation because it encountered a client request loop. Please contact your app"
                    + " vendor."),
    THROTTLED(
            90055,
            429,
            "temporarily_unavailable",
            "The server terminated an operation because there are too many incoming requests."),
    REQUEST_BUDGET(90024, 429, "temporarily_unavailable", "The request budget has been exceeded."),
    TRANSIENT(
            90033,
            503,
            "temporarily_unavailable",
            "A transient error has occurred. Please try again."),
    RETRYABLE(
            50033,
            503,
            "temporarily_unavailable",
            "A transient error has occurred. Please try again."),
    EXTERNAL_SERVER(90006, 503, "temporarily_unavailable", "External server retryable error."),
    TIMEOUT(90012, 503, "temporarily_unavailable", "The request has timed out."),
    SIGNING_KEY_REFRESH(
            50087,
            503,
            "temporarily_unavailable",
            "A transient error has occurred during strong authentication.");

    private static final int BAD_REQUEST = 400;

    private final int code;
    private final int status;
    private final String error;
    private final String text;

    Aadsts(int code, String error, String text) {
        this(code, BAD_REQUEST, error, text);
    }

    Aadsts(int code, int status, String error, String text) {
        this.code = code;
        this.status = status;
        this.error = error;
        this.text = text;
    }

    /// The error of this number, if the lab knows it.
    public static Optional<Aadsts> of(int code) {
        return Arrays.stream(values()).filter(aadsts -> aadsts.code == code).findFirst();
    }

    /// The number.
    public int code() {
        return code;
    }

    /// The HTTP status it comes with.
    public int status() {
        return status;
    }

    /// What stands in `error` (RFC 6749 §5.2).
    public String error() {
        return error;
    }

    /// `AADSTS<number>: <text>`; what is missing of the arguments is empty.
    String describe(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, Math.max(arguments.length, 4));
        Arrays.setAll(all, i -> all[i] == null ? "" : all[i]);
        return "AADSTS" + code + ": " + text.formatted(all);
    }
}
