package dev.postern.delivery.acs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a request by an access key.
///
/// @param hash of the body, SHA-256 in Base64
record Signature(String method, URI uri, String hash, Instant at) {

    /// SHA-256 of nothing.
    static final String NO_BODY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static final String MAC = "HmacSHA256";
    private static final String SIGNED = "x-ms-date;host;x-ms-content-sha256";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// Signs a request.
    ///
    /// @param key in Base64
    /// @throws IOException if it is none
    void sign(HttpRequest.Builder request, String key) throws IOException {
        request.header("x-ms-date", date())
                .header("x-ms-content-sha256", hash)
                .header(
                        "Authorization",
                        "HMAC-SHA256 SignedHeaders=" + SIGNED + "&Signature=" + value(key));
    }

    String date() {
        return DATE.format(at);
    }

    String value(String key) throws IOException {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String text =
                "%s\n%s\n%s;%s;%s"
                        .formatted(
                                method, uri.getRawPath() + query, date(), uri.getAuthority(), hash);
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.strip()), MAC));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            // Whatever the failure would say of the key is not for a log.
            throw new IOException("the access key is no Base64: copy it again from the portal");
        }
    }
}
