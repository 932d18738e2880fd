package dev.postern.delivery.webhook;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

/// Where and how messages are posted.
///
/// @param url `http` or `https`
/// @param form what the body is
/// @param signing with which secret requests are signed, if at all
/// @param headers added to each request; they may hold secrets
/// @param timeout from the beginning of a request to the end of its answer; for large bodies the
///   time is added that they need at 128 KiB a second
public record WebhookSettings(
        URI url, Form form, Signing signing, Map<String, String> headers, Duration timeout) {

    /// What is posted.
    public enum Form {
        /// The message as received, `message/rfc822`.
        RAW,
        /// Its parts, `application/json`.
        JSON
    }

    private static final long SLOWEST_OCTETS_PER_MILLI = 128;

    public WebhookSettings {
        headers = Map.copyOf(headers);
        String scheme = String.valueOf(url.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("a webhook's url begins with http:// or https://");
        }
        headers.forEach(WebhookSettings::check);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a webhook needs a positive timeout");
        }
    }

    /* The HTTP client's own message would show the value. */
    private static void check(String name, String value) {
        try {
            HttpRequest.newBuilder().setHeader(name, value);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "the header " + name + " cannot be set, or its value holds what none may hold");
        }
    }

    /// The time limit for a body of this length.
    Duration timeoutFor(long length) {
        return timeout.plusMillis(length / SLOWEST_OCTETS_PER_MILLI);
    }

    /// The server, without the path, which may hold a secret.
    String server() {
        return url.getScheme()
                + "://"
                + url.getHost()
                + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    @Override
    public String toString() {
        return "WebhookSettings[" + server() + ", " + form + ", " + timeout + "]";
    }
}
