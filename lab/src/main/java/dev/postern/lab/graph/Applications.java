package dev.postern.lab.graph;

import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Credentials;
import dev.postern.lab.exchange.AccessTokens;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.rest.RefusedException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// App registrations, as they are read by whoever has the role Application.Read.All: their ids, and
/// the credentials without their values. Any thread may call.
final class Applications {

    private static final String ROLE = "Application.Read.All";
    private static final Pattern BY_CLIENT_ID =
            Pattern.compile("applications\\(appId='([0-9A-Fa-f-]+)'\\)");

    /// Characters of a secret that are shown.
    private static final int HINT = 3;

    /// The client id that a path asks after; empty if it asks after something else.
    static Optional<String> clientId(List<String> path) {
        if (path.size() != 2 || !path.getFirst().equals("v1.0")) {
            return Optional.empty();
        }
        Matcher matcher = BY_CLIENT_ID.matcher(path.getLast());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    Answer.Response answer(Request request, AccessTokens.Reading.Good bearer, String clientId)
            throws RefusedException {
        if (!bearer.token().texts("roles").contains(ROLE)) {
            throw new RefusedException(
                    403,
                    "Authorization_RequestDenied",
                    "Insufficient privileges to complete the operation.");
        }
        if (!request.method().equals("GET")) {
            throw new RefusedException(405, "Request_BadRequest", "Only GET is possible here.")
                    .with("Allow", "GET");
        }
        App app =
                bearer.tenant()
                        .app(clientId)
                        .orElseThrow(() ->
                                new RefusedException(
                                        404,
                                        "Request_ResourceNotFound",
                                        "Resource '"
                                                + clientId
                                                + "' does not exist or one of its queried reference-property objects are not present."));
        return Answer.json(200, GraphEndpoint.JSON.writeValueAsString(shown(request, app)));
    }

    private static ObjectNode shown(Request request, App app) {
        ObjectNode all = GraphEndpoint.JSON.createObjectNode();
        all.put("id", app.objectId().toString()).put("appId", app.clientId().toString());
        ArrayNode secrets = all.putArray("passwordCredentials");
        app.credentials().secrets().forEach((name, one) -> secrets.add(secret(name, one)));
        ArrayNode keys = all.putArray("keyCredentials");
        app.credentials()
                .certificates()
                .forEach((name, one) -> keys.add(key(name, one.certificate())));
        String select = request.query().getOrDefault("$select", "");
        if (!select.isEmpty()) {
            all.retain(List.of(select.split(",", -1)));
        }
        return all;
    }

    private static ObjectNode secret(String name, Credentials.Secret secret) {
        return GraphEndpoint.JSON
                .createObjectNode()
                .putNull("customKeyIdentifier")
                .put("displayName", name)
                .put("endDateTime", secret.expires().toString())
                .put("hint", secret.value().substring(0, Math.min(HINT, secret.value().length())))
                .put("keyId", secret.id().toString())
                .putNull("secretText");
    }

    private static ObjectNode key(String name, X509Certificate certificate) {
        byte[] thumbprint = thumbprint(certificate);
        return GraphEndpoint.JSON
                .createObjectNode()
                .put("customKeyIdentifier", HexFormat.of().withUpperCase().formatHex(thumbprint))
                .put("displayName", name)
                .put(
                        "endDateTime",
                        certificate
                                .getNotAfter()
                                .toInstant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                .putNull("key")
                .put("keyId", UUID.nameUUIDFromBytes(thumbprint).toString())
                .put("type", "AsymmetricX509Cert")
                .put("usage", "Verify");
    }

    private static byte[] thumbprint(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }
}
