package dev.postern.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The application behind the demo's webhook: checks the signature, and takes all messages but one.
final class DemoApplication implements AutoCloseable {

    static final String SECRET = "demo-signing-secret";

    private final HttpServer server;
    private final List<String> taken = new ArrayList<>();
    private boolean forged;

    DemoApplication() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mail", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mail";
    }

    /// The keys of the messages taken, in order.
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    /// Whether a request came whose signature was wrong.
    synchronized boolean forged() {
        return forged;
    }

    private void take(HttpExchange request) throws IOException {
        try (request) {
            byte[] body = request.getRequestBody().readAllBytes();
            String key = String.valueOf(request.getRequestHeaders().getFirst("Idempotency-Key"));
            boolean genuine = signed(request, key, body);
            boolean wanted = !new String(body, StandardCharsets.UTF_8).contains("Subject: Poison");
            synchronized (this) {
                forged |= !genuine;
                if (genuine && wanted) {
                    taken.add(key);
                }
            }
            byte[] answer =
                    (wanted ? "taken\n" : "this application knows no such form\n")
                            .getBytes(StandardCharsets.US_ASCII);
            request.sendResponseHeaders(!genuine ? 401 : wanted ? 200 : 422, answer.length);
            request.getResponseBody().write(answer);
        }
    }

    /// As docs/reference/destinations.md says: HMAC over time, key and digest of the body.
    private static boolean signed(HttpExchange request, String key, byte[] body) {
        String signature =
                String.valueOf(request.getRequestHeaders().getFirst("Postern-Signature"));
        int at = signature.indexOf(",v1=");
        if (!signature.startsWith("t=") || at < 0) {
            return false;
        }
        try {
            String digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = signature.substring(2, at) + "." + key + "." + digest;
            byte[] expected = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] given = HexFormat.of().parseHex(signature.substring(at + 4));
            return MessageDigest.isEqual(expected, given);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
