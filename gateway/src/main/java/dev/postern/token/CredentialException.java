package dev.postern.token;

/// A credential or a trusted certificate on this machine cannot be used. The message is ours alone:
/// no library's words, which might quote what they could not read.
final class CredentialException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause reason;

    CredentialException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    static CredentialException unreadable(String message) {
        return new CredentialException(Cause.CREDENTIAL_UNREADABLE, message);
    }

    Cause reason() {
        return reason;
    }
}
