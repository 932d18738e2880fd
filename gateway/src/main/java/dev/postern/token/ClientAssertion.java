package dev.postern.token;

import dev.postern.advice.Cause;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Signs the JWT by which a certificate proves the client (RFC 7523 §3).
///
/// As Entra ID documents it: PS256 and the certificate's SHA-256 thumbprint, good for ten minutes.
final class ClientAssertion {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final PSSParameterSpec PS256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private final InstantSource clock;
    private final RandomGenerator random;

    ClientAssertion(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// @param audience the token endpoint
    String sign(KeyFiles.KeyPair pair, String clientId, URI audience) throws CredentialException {
        Instant now = clock.instant();
        if (now.isBefore(pair.certificate().getNotBefore().toInstant())
                || now.isAfter(pair.certificate().getNotAfter().toInstant())) {
            throw new CredentialException(
                    Cause.CERTIFICATE_EXPIRED,
                    "the certificate is good from %s to %s, and it is %s"
                            .formatted(
                                    pair.certificate().getNotBefore().toInstant(),
                                    pair.certificate().getNotAfter().toInstant(),
                                    now));
        }
        try {
            String content = header(pair) + "." + payload(clientId, audience, now);
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(PS256);
            signature.initSign(pair.key());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw CredentialException.unreadable(
                    "the key cannot sign: " + e.getClass().getSimpleName());
        }
    }

    private static String header(KeyFiles.KeyPair pair) throws GeneralSecurityException {
        byte[] thumbprint =
                MessageDigest.getInstance("SHA-256").digest(pair.certificate().getEncoded());
        return encoded(
                JSON.createObjectNode()
                        .put("alg", "PS256")
                        .put("typ", "JWT")
                        .put("x5t#S256", base64(thumbprint)));
    }

    private String payload(String clientId, URI audience, Instant now) {
        return encoded(
                JSON.createObjectNode()
                        .put("aud", audience.toString())
                        .put("iss", clientId)
                        .put("sub", clientId)
                        .put("jti", new UUID(random.nextLong(), random.nextLong()).toString())
                        .put("iat", now.getEpochSecond())
                        .put("nbf", now.getEpochSecond())
                        .put("exp", now.plus(LIFE).getEpochSecond()));
    }

    private static String encoded(ObjectNode json) {
        return base64(JSON.writeValueAsBytes(json));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
