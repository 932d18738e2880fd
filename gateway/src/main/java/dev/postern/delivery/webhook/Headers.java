package dev.postern.delivery.webhook;

import dev.postern.delivery.EnvelopeFacts;
import dev.postern.delivery.Parcel;
import dev.postern.queue.Origin;
import dev.postern.queue.ServerId;
import dev.postern.queue.StoredMessage;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/// What is known of a message, as header fields of the request.
///
/// Values are percent-encoded as in RFC 3986 §2.1 wherever they are not printable ASCII, or are
/// `%`.
final class Headers {

    private Headers() {}

    static void add(HttpRequest.Builder request, Parcel parcel) {
        StoredMessage message = parcel.message();
        request.header("Idempotency-Key", message.id().value());
        request.header("Postern-Message", message.id().value());
        request.header("Postern-Attempt", Integer.toString(parcel.attempt()));
        request.header("Postern-Source", encode(message.source()));
        request.header("Postern-Accepted", message.accepted().toString());
        request.header("Postern-Size", Long.toString(message.size()));
        request.header("Postern-Sha256", message.sha256());
        message.messageId().ifPresent(id -> request.header("Postern-Message-Id", encode(id)));
        switch (message.origin()) {
            case Origin.Collected collected -> origin(request, collected);
            case Origin.Submitted _, Origin.Report _ ->
                    EnvelopeFacts.of(parcel)
                            .forEach((name, value) ->
                                    request.header("Postern-" + name, encode(value)));
        }
    }

    private static void origin(HttpRequest.Builder request, Origin.Collected collected) {
        request.header("Postern-Mailbox", encode(collected.place().mailbox()));
        request.header("Postern-Folder", encode(collected.place().folder()));
        request.header("Postern-Received", collected.received().toString());
        switch (collected.id()) {
            case ServerId.Uid(long uid) -> {
                request.header(
                        "Postern-Uidvalidity", Long.toString(collected.place().generation()));
                request.header("Postern-Uid", Long.toString(uid));
            }
            case ServerId.Uidl(String uidl) -> request.header("Postern-Uidl", encode(uidl));
        }
    }

    static String encode(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f && octet != '%') {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format("%02X", octet & 0xff));
            }
        }
        return encoded.toString();
    }
}
