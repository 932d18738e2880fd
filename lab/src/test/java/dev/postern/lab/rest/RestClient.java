package dev.postern.lab.rest;

import dev.postern.lab.RunningLab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Requests to the lab's REST services, by token or signed by an access key.
public final class RestClient {

    public static final String KEY = "bGFiLWFjcy1rZXktcHJpbWFyeS0wMTIzNDU2Nzg5YWI=";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private RestClient() {}

    public static String token(RunningLab lab, String scope)
            throws IOException, InterruptedException {
        Map<String, String> form = RunningLab.rightForm();
        form.put("scope", scope + "/.default");
        return lab.token(RunningLab.TENANT, form).token();
    }

    /// A request with a token for Graph.
    public static HttpRequest.Builder graph(RunningLab lab, String path, byte[] body)
            throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(lab.lab().started().graph() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token(lab, "https://graph.microsoft.com"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /// A request to ACS that is not signed.
    public static HttpRequest.Builder unsigned(
            RunningLab lab, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(lab.lab().started().acs() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    /// A request to ACS that is signed, at this time.
    public static HttpRequest.Builder signed(
            RunningLab lab, String method, String path, String body, Instant at) {
        URI uri = URI.create(lab.lab().started().acs() + path);
        String date = DATE.format(at);
        String hash = sha256(body);
        return unsigned(lab, method, path, body)
                .header("x-ms-date", date)
                .header("x-ms-content-sha256", hash)
                .header(
                        "Authorization",
                        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                                + signature(
                                        KEY,
                                        method
                                                + "\n"
                                                + path
                                                + "\n"
                                                + date
                                                + ";"
                                                + uri.getAuthority()
                                                + ";"
                                                + hash));
    }

    static String signature(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
