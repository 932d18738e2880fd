package dev.postern.api;

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

/// The signature of a request by an access key, as the clients of Azure Communication Services make
/// it.
///
/// @param signed what may have been signed: some clients leave the port out of the host's name
/// @param signature as it came, decoded
/// @param digest of the body, as it was signed
record KeyProof(List<String> signed, byte[] signature, String digest) {

    /// How far the caller's clock may be off.
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FIELD =
            Pattern.compile(
                    "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256"
                            + "&Signature=([A-Za-z0-9+/]{43}=)");
    private static final Pattern PORT = Pattern.compile(":\\d+$");

    static boolean isOffered(Call call) {
        return call.header("authorization").filter(one -> one.startsWith("HMAC-")).isPresent();
    }

    /// Reads it, and checks what can be checked without the key and the body.
    static KeyProof of(Call call, Instant now) throws RejectedException {
        Matcher field = FIELD.matcher(call.header("authorization").orElse(""));
        if (!field.matches()) {
            throw RejectedException.stranger(
                    "The Authorization field must be HMAC-SHA256"
                            + " SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=…");
        }
        String date = required(call, "x-ms-date");
        String digest = required(call, "x-ms-content-sha256");
        String host = required(call, "host");
        checkDate(date, now);
        List<String> signed =
                Stream.of(host, PORT.matcher(host).replaceFirst(""))
                        .distinct()
                        .map(name ->
                                call.method()
                                        + "\n"
                                        + call.target()
                                        + "\n"
                                        + String.join(";", date, name, digest))
                        .toList();
        return new KeyProof(signed, Base64.getDecoder().decode(field.group(1)), digest);
    }

    /// Whether this is the body that was signed.
    boolean covers(byte[] body) {
        return MessageDigest.isEqual(
                Base64.getEncoder().encode(digest(body)), digest.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether this key made it; takes the same time for every key.
    boolean isBy(byte[] key) {
        boolean found = false;
        for (String text : signed) {
            found |= MessageDigest.isEqual(mac(key, text), signature);
        }
        return found;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC with SHA-256", e);
        }
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static void checkDate(String date, Instant now) throws RejectedException {
        try {
            Instant sent = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            if (Duration.between(sent, now).abs().compareTo(SKEW) > 0) {
                throw RejectedException.stranger(
                        "x-ms-date is more than "
                                + SKEW.toMinutes()
                                + " minutes off; it is now "
                                + now
                                + ". Set the clock of the sender.");
            }
        } catch (DateTimeException _) {
            throw RejectedException.stranger(
                    "x-ms-date is no date such as `Fri, 20 Nov 2026 12:00:00 GMT`.");
        }
    }

    private static String required(Call call, String name) throws RejectedException {
        return call.header(name)
                .orElseThrow(
                        () -> RejectedException.stranger("The field " + name + " is missing."));
    }

    @Override
    public String toString() {
        return "KeyProof[***]";
    }
}
