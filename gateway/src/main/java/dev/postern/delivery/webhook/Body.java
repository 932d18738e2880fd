package dev.postern.delivery.webhook;

import dev.postern.delivery.Parcel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/// The body of one request.
///
/// Closed after the request.
sealed interface Body extends AutoCloseable permits Body.Raw, JsonBody {

    String contentType();

    /// Octets.
    long length();

    /// Digest of the octets, lower-case hexadecimal.
    String sha256();

    /// Opens the octets, from the start.
    InputStream open() throws IOException;

    @Override
    void close();

    /// Gives the octets to the HTTP client as it asks for them.
    default BodyPublisher publisher() {
        if (length() == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                length());
    }

    /// The message as received, streamed out of the queue.
    record Raw(Parcel parcel) implements Body {

        @Override
        public String contentType() {
            return "message/rfc822";
        }

        @Override
        public long length() {
            return parcel.message().size();
        }

        @Override
        public String sha256() {
            return parcel.message().sha256();
        }

        @Override
        public InputStream open() throws IOException {
            return parcel.open();
        }

        @Override
        public void close() {}
    }
}
