package dev.postern.delivery.graph;

import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.Exchanges;
import dev.postern.delivery.http.TokenSignIn.Tried;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.token.AccessToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Requests to Graph, with a token where one belongs. Safe for use by many threads.
final class GraphClient implements AutoCloseable {

    /// The address of an upload is long, and the answer to a new draft has its id near the front.
    private static final int KEPT = 64 * 1024;

    /// Whoever clears away does not wait as long as whoever sends.
    private static final Duration DELETE_LIMIT = Duration.ofSeconds(10);

    private final GraphSettings settings;
    private final Exchanges exchanges;

    GraphClient(GraphSettings settings, SSLContext tls) {
        this.settings = settings;
        this.exchanges = new Exchanges(settings.endpoint(), tls, KEPT);
    }

    String name() {
        return exchanges.name();
    }

    /// Asks something of a mailbox.
    ///
    /// @param command the path after the mailbox
    Tried post(AddrSpec mailbox, String command, String type, byte[] body)
            throws InterruptedException {
        return settings.signIn()
                .send(
                        exchanges,
                        token ->
                                request(mailbox, command, token)
                                        .header("Content-Type", type)
                                        .POST(BodyPublishers.ofByteArray(body))
                                        .build(),
                        settings.timeout());
    }

    /// Deletes something in a mailbox.
    ///
    /// @param path the one after the mailbox
    Tried delete(AddrSpec mailbox, String path) throws InterruptedException {
        Duration limit =
                settings.timeout().compareTo(DELETE_LIMIT) < 0 ? settings.timeout() : DELETE_LIMIT;
        return settings.signIn()
                .send(exchanges, token -> request(mailbox, path, token).DELETE().build(), limit);
    }

    /// Puts a range of a file to the address of its upload, which is a secret itself: no token.
    ///
    /// @param first the number of the range's first octet in the file
    /// @param size of the whole file
    Tried put(URI upload, byte[] range, long first, long size) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(upload)
                        .header(
                                "Content-Range",
                                "bytes " + first + "-" + (first + range.length - 1) + "/" + size)
                        .header("Content-Type", "application/octet-stream")
                        .header("User-Agent", "Postern")
                        .PUT(BodyPublishers.ofByteArray(range))
                        .build();
        return new Tried.Sent(sent(request), Optional.empty());
    }

    private Came sent(HttpRequest request) throws InterruptedException {
        return exchanges.send(request, settings.timeout());
    }

    private HttpRequest.Builder request(AddrSpec mailbox, String path, AccessToken token) {
        URI uri = URI.create("/v1.0/users/" + encoded(mailbox.toString()) + path);
        return HttpRequest.newBuilder(settings.endpoint().resolve(uri))
                .header("Authorization", "Bearer " + token.value())
                .header("User-Agent", "Postern");
    }

    /// A name as one segment of a path.
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
