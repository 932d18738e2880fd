package dev.postern.lab.jwt;

import java.security.SecureRandom;

/// Whose word is signed by which key in a lab. Any thread may call.
///
/// Labs of one program may share them, as tests do, for nothing at the start of a lab takes longer
/// to make. A token of one is then good in the other.
///
/// @param entra signs access tokens
/// @param foreign signs for the identity provider outside of Entra; another key, or its tokens
///   would pass for Entra's
public record SigningKeys(SigningKey entra, SigningKey foreign) {

    public SigningKeys {
        if (entra == foreign) {
            throw new IllegalArgumentException("two issuers must not share a key");
        }
    }

    public static SigningKeys fresh(SecureRandom random) {
        return new SigningKeys(new SigningKey(random), new SigningKey(random));
    }
}
