package dev.postern.lab.entra;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Errors in Microsoft's form: the JSON of RFC 6749 §5.2 with its own additions.
final class EntraErrors {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final Supplier<UUID> ids;

    EntraErrors(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.ids = () -> new UUID(random.nextLong(), random.nextLong());
    }

    /// The answer to a request that was refused.
    Answer.Response answer(Request request, RefusedException refused) {
        Aadsts aadsts = refused.aadsts();
        String trace = ids.get().toString();
        String correlation =
                request.header("client-request-id").orElseGet(() -> ids.get().toString());
        String now = time(clock.instant());
        ObjectNode body =
                JSON.createObjectNode()
                        .put("error", aadsts.error())
                        .put(
                                "error_description",
                                "%s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s"
                                        .formatted(refused.description(), trace, correlation, now));
        body.putArray("error_codes").add(aadsts.code());
        body.put("timestamp", now)
                .put("trace_id", trace)
                .put("correlation_id", correlation)
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + aadsts.code());
        return Answer.json(aadsts.status(), JSON.writeValueAsString(body))
                .with("x-ms-request-id", trace);
    }

    /// A time as Entra writes it.
    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
