package dev.postern.lab.entra;

/// Entra gives no token; ends the handling of a request.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Aadsts aadsts;
    private final String description;

    RefusedException(Aadsts aadsts, Object... about) {
        super(aadsts.describe(about));
        this.aadsts = aadsts;
        this.description = aadsts.describe(about);
    }

    /// The number and the text.
    String description() {
        return description;
    }

    Aadsts aadsts() {
        return aadsts;
    }
}
