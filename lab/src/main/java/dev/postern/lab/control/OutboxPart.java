package dev.postern.lab.control;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Body;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the servers took to send on: GET for all in their order (`?after=` a number, `?server=` of
/// one alone), `/NUMBER` for one message as it came; DELETE to forget them.
public final class OutboxPart implements Part {

    private final Outbox outbox;

    public OutboxPart(Outbox outbox) {
        this.outbox = outbox;
    }

    private record Told(
            long number,
            Instant at,
            Outbox.Server server,
            String account,
            long connection,
            Duration delay,
            Outbox.Envelope envelope,
            long size,
            String sha256,
            List<Field> headers) {}

    private record Field(String name, String value) {}

    @Override
    public Answer.Response answer(Request request, List<String> rest) {
        switch (request.method()) {
            case "GET" -> {
                if (!rest.isEmpty()) {
                    return content(rest.getFirst());
                }
            }
            case "DELETE" -> outbox.clear();
            default -> {
                return Replies.notAllowed("GET, DELETE");
            }
        }
        String server = request.query().getOrDefault("server", "").replace('-', '_');
        long after = Long.parseLong(request.query().getOrDefault("after", "0"));
        return Replies.ok(
                outbox.after(after).stream()
                        .filter(one ->
                                server.isEmpty()
                                        || one.way()
                                                .server()
                                                .name()
                                                .equals(server.toUpperCase(Locale.ROOT)))
                        .map(OutboxPart::told)
                        .toList());
    }

    private Answer.Response content(String number) {
        Optional<MessageSource> source =
                outbox.message(Long.parseLong(number)).flatMap(one -> one.content().source());
        return source.map(found ->
                        new Answer.Response(
                                200,
                                Map.of("Content-Type", "message/rfc822"),
                                Body.of(octets(found))))
                .orElseGet(() -> Replies.notFound("the outbox has no message " + number));
    }

    private static Told told(Outbox.Accepted one) {
        return new Told(
                one.number(),
                one.at(),
                one.way().server(),
                one.way().account(),
                one.way().connection(),
                one.way().delay(),
                one.envelope(),
                one.content().size(),
                one.content().sha256(),
                one.content().source().map(OutboxPart::fields).orElse(List.of()));
    }

    private static List<Field> fields(MessageSource source) {
        try {
            return Header.of(source).fields().stream()
                    .map(field -> new Field(field.name(), field.value()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] octets(MessageSource source) {
        try (InputStream stream = source.open()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
