package dev.postern.token;

import dev.postern.advice.Cause;
import java.util.Optional;

/// A credential or a trusted certificate on this machine cannot be used. The message is ours alone:
/// no library's words, which might quote what they could not read.
final class CredentialException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause reason;
    private final String words;

    CredentialException(Cause reason, String message) {
        super(message);
        this.reason = reason;
        this.words = message;
    }

    static CredentialException unreadable(String message) {
        return new CredentialException(Cause.CREDENTIAL_UNREADABLE, message);
    }

    Cause reason() {
        return reason;
    }

    /// Our own refusal of this credential, before anything was sent.
    Fetched.Denied denial(Credential credential) {
        return new Fetched.Denied(
                new Refusal(credential.toString(), "", 0, words, "", "", reason, Optional.empty()));
    }
}
