package dev.postern.delivery.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Whether requests are signed, and with what.
///
/// What is signed is `<t>.<Idempotency-Key>.<SHA-256 of the body, hex>`: the time, so that an old
/// request can be told from a new one; the key, so that a copied request cannot pass for another
/// message; the digest instead of the body itself, so that the header can go before a body that is
/// still being read, and the receiver can check a large one while it arrives.
public sealed interface Signing {

    /// Requests are not signed.
    record None() implements Signing {}

    /// Requests are signed with HMAC-SHA-256 (RFC 2104).
    ///
    /// @param secret its UTF-8 octets are the key
    record With(String secret) implements Signing {

        public With {
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("an empty signing secret");
            }
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /// The value of the `Postern-Signature` header: `t=<seconds>,v1=<hex>`.
    ///
    /// @param key the Idempotency-Key
    /// @param sha256 of the body, lower-case hexadecimal
    default Optional<String> sign(String key, String sha256, Instant now) {
        return switch (this) {
            case None() -> Optional.empty();
            case With(String secret) -> {
                long seconds = now.getEpochSecond();
                String signed = seconds + "." + key + "." + sha256;
                yield Optional.of("t=" + seconds + ",v1=" + hmac(secret, signed));
            }
        };
    }

    private static String hmac(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
