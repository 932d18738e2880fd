package dev.postern.token;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// The sign-in service of a cloud.
///
/// @param url `https://` with a host, and a port if need be: `https://login.microsoftonline.com`
/// @param trust a PEM file of the only certificates to trust there; the JDK's own if empty
public record Authority(URI url, Optional<Path> trust) {

    public Authority {
        if (!"https".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || !(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))) {
            throw new IllegalArgumentException(
                    "%s is no authority: expected https:// and a host, as in https://login.microsoftonline.com"
                            .formatted(url));
        }
    }

    /// The authority at this address, trusted as the JDK trusts.
    public static Authority at(String url) {
        return new Authority(URI.create(url), Optional.empty());
    }

    /// Where tokens of this tenant are asked for.
    URI tokenEndpoint(String tenantId) {
        return url.resolve("/" + tenantId + "/oauth2/v2.0/token");
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
