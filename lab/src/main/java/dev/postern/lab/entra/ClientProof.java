package dev.postern.lab.entra;

import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Credentials;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.jwt.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a client is the application it says it is: by secret, by certificate, or by the word of
/// a foreign issuer.
final class ClientProof {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String LAB = "lab";

    private final InstantSource clock;
    private final String authority;
    private final ForeignIssuer foreign;

    /// @param authority the lab's base URL, which assertions are addressed to
    ClientProof(InstantSource clock, String authority, ForeignIssuer foreign) {
        this.clock = clock;
        this.authority = authority;
        this.foreign = foreign;
    }

    TokenMint.Proof check(Tenant tenant, App app, TokenRequest.Offered offered)
            throws RefusedException {
        if (app.kind() == App.Kind.PUBLIC && !(offered instanceof TokenRequest.Offered.Nothing)) {
            throw new RefusedException(Aadsts.PUBLIC_CLIENT);
        }
        return switch (offered) {
            case TokenRequest.Offered.Nothing() -> throw new RefusedException(Aadsts.NO_CREDENTIAL);
            case TokenRequest.Offered.Secret(String value) -> {
                checkSecret(app, value);
                yield TokenMint.Proof.SECRET;
            }
            case TokenRequest.Offered.Assertion(String compact) -> {
                Jwt assertion =
                        Jwt.read(compact)
                                .orElseThrow(
                                        () -> new RefusedException(Aadsts.ASSERTION_MALFORMED));
                if (isFederated(app, assertion)) {
                    checkFederated(app, assertion);
                } else {
                    checkAssertion(tenant, app, assertion);
                }
                yield TokenMint.Proof.ASSERTION;
            }
        };
    }

    private void checkSecret(App app, String value) throws RefusedException {
        Collection<Credentials.Secret> secrets = app.credentials().secrets().values();
        Optional<Credentials.Secret> match =
                secrets.stream().filter(secret -> same(secret.value(), value)).findFirst();
        if (match.isEmpty()) {
            throw new RefusedException(Aadsts.SECRET_WRONG, app.clientId());
        }
        if (!match.get().expires().isAfter(clock.instant())) {
            throw new RefusedException(Aadsts.SECRET_EXPIRED, app.clientId());
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// An application's own assertion is issued by itself; every other one comes from outside.
    private static boolean isFederated(App app, Jwt assertion) {
        return !assertion.text("iss").equalsIgnoreCase(app.clientId().toString())
                && assertion.text("iss").startsWith("http");
    }

    // ------------------------------------------------------------------------------ certificates

    private void checkAssertion(Tenant tenant, App app, Jwt assertion) throws RefusedException {
        String client = app.clientId().toString();
        if (!assertion.text("iss").equalsIgnoreCase(client)
                || !assertion.text("sub").equalsIgnoreCase(client)) {
            throw new RefusedException(Aadsts.ASSERTION_NOT_THE_CLIENTS);
        }
        checkSignature(app, assertion);
        checkTime(assertion);
        if (assertion.texts("aud").stream()
                .noneMatch(audience -> isAddressedToUs(tenant, audience))) {
            throw new RefusedException(Aadsts.ASSERTION_AUDIENCE);
        }
    }

    private void checkSignature(App app, Jwt assertion) throws RefusedException {
        List<X509Certificate> registered =
                app.credentials().certificates().values().stream()
                        .map(Credentials.Certificate::certificate)
                        .toList();
        String sha256 = assertion.headerText("x5t#S256");
        String algorithm = sha256.isEmpty() ? "SHA-1" : "SHA-256";
        byte[] thumbprint = thumbprint(sha256.isEmpty() ? assertion.headerText("x5t") : sha256);
        X509Certificate named =
                registered.stream()
                        .filter(one -> MessageDigest.isEqual(digest(one, algorithm), thumbprint))
                        .findFirst()
                        .orElseThrow(() -> signatureRefused("The key was not found.", thumbprint));
        if (named.getNotAfter().toInstant().isBefore(clock.instant())) {
            throw signatureRefused("The key used is expired.", thumbprint);
        }
        if (!assertion.signedBy(named.getPublicKey())) {
            throw signatureRefused(
                    "The key was found, but signature validation failed.", thumbprint);
        }
    }

    private static RefusedException signatureRefused(String reason, byte[] thumbprint) {
        return new RefusedException(
                Aadsts.ASSERTION_SIGNATURE,
                reason,
                HexFormat.of().withUpperCase().formatHex(thumbprint));
    }

    /// RFC 7515 §4.1.8 wants base64url; msal4j sends plain base64, and Entra takes both.
    private static byte[] thumbprint(String encoded) throws RefusedException {
        try {
            return Base64.getUrlDecoder().decode(encoded.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException _) {
            throw new RefusedException(Aadsts.ASSERTION_MALFORMED);
        }
    }

    private static byte[] digest(X509Certificate certificate, String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }

    private void checkTime(Jwt assertion) throws RefusedException {
        Instant now = clock.instant();
        Instant from = assertion.time("nbf").orElse(Instant.EPOCH);
        Instant until = assertion.time("exp").orElse(Instant.EPOCH);
        if (from.isAfter(now.plus(SKEW)) || until.isBefore(now.minus(SKEW))) {
            throw new RefusedException(
                    Aadsts.ASSERTION_TIME,
                    EntraErrors.time(now),
                    EntraErrors.time(from),
                    EntraErrors.time(until));
        }
    }

    private boolean isAddressedToUs(Tenant tenant, String audience) {
        return Set.of("/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/").stream()
                .anyMatch(end ->
                        tenant.domains().stream()
                                        .anyMatch(name ->
                                                audience.equals(authority + "/" + name + end))
                                || audience.equals(authority + "/" + tenant.id() + end));
    }

    // ------------------------------------------------------------------------------ federation

    private void checkFederated(App app, Jwt assertion) throws RefusedException {
        Collection<Credentials.Federated> records = app.credentials().federated().values();
        String issuer = assertion.text("iss");
        List<String> audiences = assertion.texts("aud");
        String subject = assertion.text("sub");
        if (records.isEmpty()) {
            throw new RefusedException(
                    Aadsts.FEDERATED_NONE, issuer, subject, String.join(", ", audiences));
        }
        List<Credentials.Federated> sameIssuer =
                records.stream().filter(one -> issuer(one).equals(issuer)).toList();
        if (sameIssuer.isEmpty()) {
            throw new RefusedException(Aadsts.FEDERATED_ISSUER, issuer);
        }
        List<Credentials.Federated> sameSubject =
                sameIssuer.stream().filter(one -> one.subject().equals(subject)).toList();
        if (sameSubject.isEmpty()) {
            throw new RefusedException(Aadsts.FEDERATED_SUBJECT, subject);
        }
        if (sameSubject.stream().noneMatch(one -> audiences.contains(one.audience()))) {
            throw new RefusedException(Aadsts.FEDERATED_AUDIENCE, String.join(", ", audiences));
        }
        if (!issuer.equals(foreign.name()) || !foreign.signed(assertion)) {
            throw new RefusedException(Aadsts.FEDERATED_SIGNATURE);
        }
        checkTime(assertion);
    }

    private String issuer(Credentials.Federated credential) {
        return credential.issuer().equals(LAB) ? foreign.name() : credential.issuer();
    }
}
