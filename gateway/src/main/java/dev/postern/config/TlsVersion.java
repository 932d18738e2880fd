package dev.postern.config;

/// A version of TLS, as `1.2`.
///
/// @param text as it is written in the settings
public record TlsVersion(String text) {

    public TlsVersion {
        if (!text.matches("1\\.[0-3]")) {
            throw new IllegalArgumentException("");
        }
    }

    /// As the JDK calls it.
    public String protocol() {
        return text.equals("1.0") ? "TLSv1" : "TLSv" + text;
    }

    /// Whether it has been given up (RFC 8996), and only old devices need it.
    public boolean old() {
        return text.compareTo("1.2") < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
