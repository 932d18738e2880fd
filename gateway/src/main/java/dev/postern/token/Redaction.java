package dev.postern.token;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// Takes the secrets of a request out of whatever the server says about it.
///
/// @param secrets values that must not be shown
record Redaction(Set<String> secrets) {

    private static final Set<String> PUBLIC_FIELDS =
            Set.of("client_id", "client_info", "scope", "grant_type", "client_assertion_type");
    private static final int SECRET_MIN = 4;

    Redaction {
        secrets = Set.copyOf(secrets);
    }

    /// Of a form: every field that is not known to be harmless, as it is and as it was encoded.
    static Redaction ofForm(String form) {
        Set<String> secrets = new LinkedHashSet<>();
        for (String field : form.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && !PUBLIC_FIELDS.contains(field.substring(0, equals))) {
                add(secrets, field.substring(equals + 1));
            }
        }
        return new Redaction(secrets);
    }

    private static void add(Set<String> secrets, String encoded) {
        if (encoded.length() < SECRET_MIN) {
            return;
        }
        String plain = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        secrets.add(encoded);
        secrets.add(plain);
        secrets.add(URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    String apply(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }

    @Override
    public String toString() {
        return "***";
    }
}
