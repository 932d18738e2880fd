package dev.postern.delivery.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// Reads the beginning of an answer, as text; the rest is read over up to a bound, so that the
/// connection can be used again, and beyond it the connection is closed.
///
/// Used by the HTTP client, one call at a time.
final class Excerpt implements HttpResponse.BodySubscriber<String> {

    private static final int READ_OVER = 256 * 1024;

    private final int max;
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Flow.Subscription subscription = new Ended();
    private long seen;

    /// @param max octets that are kept
    Excerpt(int max) {
        this.max = max;
    }

    private static final class Ended implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            seen += buffer.remaining();
            byte[] octets = new byte[Math.min(buffer.remaining(), max - kept.size())];
            buffer.get(octets);
            kept.writeBytes(octets);
        }
        if (seen > READ_OVER) {
            subscription.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        text.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        text.complete(kept.toString(StandardCharsets.UTF_8));
    }
}
