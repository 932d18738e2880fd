package dev.postern.token;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A mark by which a changed credential is noticed: a digest of what it consists of. Equal marks,
/// same credential.
final class Stamp {

    private Stamp() {}

    static String of(List<Credential> credentials) {
        MessageDigest digest = sha256();
        for (Credential credential : credentials) {
            digest.update(of(credential).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String of(Credential credential) {
        return switch (credential) {
            case Credential.ClientSecret secret -> ofSecret(secret);
            case Credential.PemCertificate pem -> ofFiles(pem.certificate(), pem.key());
            case Credential.Pkcs12Certificate pkcs12 -> ofFiles(pkcs12.file());
            case Credential.FederatedTokenFile token -> ofFiles(token.file());
            case Credential.ManagedIdentity identity -> identity.toString();
        };
    }

    static String ofFiles(Path... files) {
        MessageDigest digest = sha256();
        for (Path file : files) {
            try {
                digest.update(SmallFile.read(file));
            } catch (CredentialException e) {
                // Its absence is a mark as well: when the file comes back, something has changed.
                digest.update(e.reason().name().getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String ofSecret(Credential.ClientSecret secret) {
        try {
            String value = SecretText.read(secret.secret(), "the client secret");
            return HexFormat.of()
                    .formatHex(sha256().digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (CredentialException _) {
            // The fetch reports it; here it is a mark like any other.
            return "unreadable";
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
