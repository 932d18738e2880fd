package dev.postern.advice;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The AADSTS codes that a mail gateway meets, and their causes.
///
/// Microsoft reserves the right to change codes and texts, so an unknown code is judged by the
/// OAuth error beside it (RFC 6749 §5.2).
public final class Aadsts {

    private static final Pattern CODE = Pattern.compile("AADSTS([0-9]{4,9})");

    private static final Map<Integer, Cause> CAUSES =
            Map.ofEntries(
                    entry(7000215, Cause.SECRET_WRONG),
                    entry(7000222, Cause.SECRET_EXPIRED),
                    entry(700027, Cause.CERTIFICATE_UNKNOWN),
                    entry(50012, Cause.ASSERTION_REFUSED),
                    entry(50013, Cause.ASSERTION_REFUSED),
                    entry(50027, Cause.ASSERTION_REFUSED),
                    entry(700024, Cause.ASSERTION_OUT_OF_TIME),
                    entry(500133, Cause.ASSERTION_OUT_OF_TIME),
                    entry(70021, Cause.FEDERATION_MISMATCH),
                    entry(700211, Cause.FEDERATION_MISMATCH),
                    entry(700212, Cause.FEDERATION_MISMATCH),
                    entry(700213, Cause.FEDERATION_MISMATCH),
                    entry(700016, Cause.APPLICATION_UNKNOWN),
                    entry(7000229, Cause.SERVICE_PRINCIPAL_MISSING),
                    entry(7000112, Cause.APPLICATION_DISABLED),
                    entry(70001, Cause.APPLICATION_DISABLED),
                    entry(7000218, Cause.CREDENTIAL_MISSING),
                    entry(700025, Cause.PUBLIC_CLIENT),
                    entry(90002, Cause.TENANT_UNKNOWN),
                    entry(900023, Cause.TENANT_MALFORMED),
                    entry(50059, Cause.TENANT_MISSING),
                    entry(90019, Cause.TENANT_MISSING),
                    entry(50128, Cause.TENANT_MISSING),
                    entry(9001023, Cause.TENANT_MISSING),
                    entry(90038, Cause.OTHER_CLOUD),
                    entry(900382, Cause.OTHER_CLOUD),
                    entry(900432, Cause.OTHER_CLOUD),
                    entry(50049, Cause.AUTHORITY_UNKNOWN),
                    entry(70011, Cause.SCOPE_INVALID),
                    entry(1002012, Cause.SCOPE_INVALID),
                    entry(700022, Cause.SCOPE_INVALID),
                    entry(28002, Cause.SCOPE_INVALID),
                    entry(28003, Cause.SCOPE_INVALID),
                    entry(500011, Cause.RESOURCE_UNKNOWN),
                    entry(50001, Cause.RESOURCE_UNKNOWN),
                    entry(650057, Cause.PERMISSION_NOT_REQUESTED),
                    entry(650052, Cause.SERVICE_NOT_SUBSCRIBED),
                    entry(65001, Cause.CONSENT_MISSING),
                    entry(50105, Cause.ASSIGNMENT_MISSING),
                    entry(53003, Cause.CONDITIONAL_ACCESS),
                    entry(530032, Cause.CONDITIONAL_ACCESS),
                    entry(530035, Cause.SECURITY_DEFAULTS),
                    entry(50034, Cause.USER_UNKNOWN),
                    entry(50053, Cause.USER_LOCKED),
                    entry(50057, Cause.USER_DISABLED),
                    entry(50126, Cause.PASSWORD_WRONG),
                    entry(50055, Cause.PASSWORD_EXPIRED),
                    entry(50056, Cause.PASSWORD_MISSING),
                    entry(50076, Cause.MFA_REQUIRED),
                    entry(50079, Cause.MFA_REQUIRED),
                    entry(900144, Cause.REQUEST_MALFORMED),
                    entry(90014, Cause.REQUEST_MALFORMED),
                    entry(9002313, Cause.REQUEST_MALFORMED),
                    entry(50196, Cause.TOO_MANY_REQUESTS),
                    entry(90055, Cause.BUSY),
                    entry(90024, Cause.BUSY),
                    entry(90033, Cause.BUSY),
                    entry(50033, Cause.BUSY),
                    entry(90006, Cause.BUSY),
                    entry(90012, Cause.BUSY),
                    entry(50087, Cause.BUSY));

    private Aadsts() {}

    /// The cause behind a code, if it is a known one.
    public static Optional<Cause> cause(int code) {
        return Optional.ofNullable(CAUSES.get(code));
    }

    /// The first AADSTS code in a text, such as an error description or a line of a sign-in log.
    public static OptionalInt codeIn(String text) {
        Matcher matcher = CODE.matcher(text);
        return matcher.find()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }

    /// All known codes.
    public static Map<Integer, Cause> causes() {
        return CAUSES;
    }

    /// The cause behind a code (0 for none) and the OAuth error beside it.
    public static Cause cause(int code, String error) {
        return cause(code)
                .orElseGet(() ->
                        switch (error) {
                            case "invalid_client" -> Cause.CLIENT_REFUSED;
                            case "invalid_scope" -> Cause.SCOPE_INVALID;
                            case "invalid_resource" -> Cause.RESOURCE_UNKNOWN;
                            case "temporarily_unavailable", "server_error" -> Cause.BUSY;
                            default -> Cause.UNKNOWN;
                        });
    }
}
