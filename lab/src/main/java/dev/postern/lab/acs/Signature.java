package dev.postern.lab.acs;

import dev.postern.lab.http.Request;
import dev.postern.lab.rest.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a request by an access key.
///
/// @param signed what may have been signed. The service sees no port in the host's name, because
///   its own is the usual one; a client that names the lab's port may sign with it or without.
/// @param value as sent, decoded
record Signature(List<String> signed, byte[] value) {

    /// What the Authorization field begins with.
    static final String SCHEME = "HMAC-SHA256 ";

    /// How far a client's clock may be off.
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final Pattern FIELD =
            Pattern.compile(
                    "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256"
                            + "&Signature=([A-Za-z0-9+/]+=*)");

    /// Reads the signature, after checking all that can be checked without a key.
    static Signature of(Request request, Instant now) throws RefusedException {
        Matcher field = FIELD.matcher(request.header("authorization").orElse(""));
        if (!field.matches()) {
            throw denied(
                    "the Authorization field has another form than HMAC-SHA256"
                            + " SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=<signature>");
        }
        String date = required(request, "x-ms-date");
        String hash = required(request, "x-ms-content-sha256");
        String host = required(request, "host");
        checkDate(date, now);
        if (!hash.equals(Base64.getEncoder().encodeToString(sha256(request)))) {
            throw denied("x-ms-content-sha256 is not the digest of the body that came");
        }
        List<String> signed =
                Stream.of(host, host.replaceFirst(":\\d+$", ""))
                        .distinct()
                        .map(named ->
                                request.method()
                                        + "\n"
                                        + request.target()
                                        + "\n"
                                        + String.join(";", date, named, hash))
                        .toList();
        return new Signature(signed, decoded(field.group(1)));
    }

    /// Whether this key made it.
    ///
    /// @param key in Base64, as the portal shows it
    boolean isBy(String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return signed.stream()
                    .map(text -> mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    .anyMatch(made -> MessageDigest.isEqual(made, value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC with SHA-256", e);
        }
    }

    static RefusedException denied(String why) {
        return new RefusedException(401, "Denied", "Denied by the resource provider: " + why + ".")
                .with("WWW-Authenticate", "HMAC-SHA256, Bearer");
    }

    private static void checkDate(String date, Instant now) throws RefusedException {
        try {
            Instant sent = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            if (Duration.between(sent, now).abs().compareTo(SKEW) > 0) {
                throw denied("x-ms-date is " + date + " and it is " + now);
            }
        } catch (DateTimeException _) {
            throw denied("x-ms-date is no date as in `Fri, 20 Nov 2026 12:00:00 GMT`");
        }
    }

    private static String required(Request request, String name) throws RefusedException {
        return request.header(name).orElseThrow(() -> denied("the field " + name + " is missing"));
    }

    private static byte[] sha256(Request request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(request.body().octets());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static byte[] decoded(String base64) throws RefusedException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw denied("the signature is no Base64");
        }
    }

    @Override
    public String toString() {
        return "Signature[***]";
    }
}
