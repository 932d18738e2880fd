package dev.postern.token;

/// What a token is for: the resource's identifier, followed by `/.default`.
///
/// The client credentials grant of Entra ID takes one resource a request and no other form
/// (AADSTS1002012 otherwise).
///
/// @param value as it is sent: `https://graph.microsoft.com/.default`
public record Scope(String value) {

    private static final String SUFFIX = "/.default";
    private static final int LENGTH_MAX = 512;

    public Scope {
        if (!value.endsWith(SUFFIX)
                || value.length() == SUFFIX.length()
                || value.length() > LENGTH_MAX
                || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no scope: expected one resource and \"/.default\", as in https://graph.microsoft.com/.default"
                            .formatted(Words.tame(value, LENGTH_MAX)));
        }
    }

    /// The resource alone, as managed identity endpoints want it.
    public String resource() {
        return value.substring(0, value.length() - SUFFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
