package dev.postern.lab.jwt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An RSA key that signs tokens, and the form in which its public half is published. Any thread may
/// call.
///
/// The key is made when it is first needed, since that takes longer than everything else at the
/// start of a lab.
public final class SigningKey {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BITS = 2048;

    private final SecureRandom random;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable Made made;

    public SigningKey(SecureRandom random) {
        this.random = random;
    }

    private record Made(KeyPair keys, String id) {}

    /// Signs these claims by RS256; the header has the fields of Entra's.
    public String sign(JsonNode claims) {
        Made key = made();
        ObjectNode header = JSON.createObjectNode();
        header.put("typ", "JWT").put("alg", "RS256").put("x5t", key.id()).put("kid", key.id());
        String signed = encoded(header) + "." + encoded(claims);
        try {
            Signature signer = Algorithm.RS256.signature();
            signer.initSign(key.keys().getPrivate());
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign by RS256", e);
        }
    }

    public PublicKey publicKey() {
        return made().keys().getPublic();
    }

    /// The key set that holds this key alone (RFC 7517 §5).
    public JsonNode keySet() {
        RSAPublicKey key = (RSAPublicKey) publicKey();
        String id = made().id();
        ObjectNode set = JSON.createObjectNode();
        set.putArray("keys")
                .addObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("kid", id)
                .put("x5t", id)
                .put("n", encoded(unsigned(key.getModulus())))
                .put("e", encoded(unsigned(key.getPublicExponent())));
        return set;
    }

    private Made made() {
        making.lock();
        try {
            Made known = made;
            if (known == null) {
                known = make();
                made = known;
            }
            return known;
        } finally {
            making.unlock();
        }
    }

    private Made make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, random);
            KeyPair keys = generator.generateKeyPair();
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest(keys.getPublic().getEncoded());
            return new Made(keys, encoded(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make an RSA key", e);
        }
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String encoded(JsonNode json) {
        return encoded(JSON.writeValueAsBytes(json));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
