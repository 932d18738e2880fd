package dev.postern.lab.rest;

import dev.postern.lab.LabLog;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Body;
import dev.postern.lab.http.Handler;
import dev.postern.lab.http.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Lets requests in to a service, and the planned faults out. Any thread may call.
public final class FaultyDoor implements Handler {

    private final Service service;
    private final RestFaults faults = new RestFaults();
    private final LabLog log;
    private final LabLog.Source source;

    /// @param source what the service is called in the log
    public FaultyDoor(Service service, LabLog log, LabLog.Source source) {
        this.service = service;
        this.log = log;
        this.source = source;
    }

    /// How the service is going to fail.
    public RestFaults faults() {
        return faults;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Optional<RestFault> planned = faults.take(service.operation(request));
        if (planned.isEmpty()) {
            return rightly(request);
        }
        RestFault fault = planned.get();
        log.add(source, request.toString(), "fault shown: " + fault);
        return switch (fault) {
            case RestFault.Throttle(Duration retryAfter) ->
                    refused(request, service.throttled(retryAfter));
            case RestFault.Unavailable(int status, Duration retryAfter) ->
                    refused(request, unavailable(status, retryAfter));
            case RestFault.Refuse(int status, String code, String message) ->
                    refused(request, new RefusedException(status, code, message));
            case RestFault.Pretend(int status) -> Answer.empty(status);
            case RestFault.Delay(Duration by) -> {
                Thread.sleep(by);
                yield rightly(request);
            }
            case RestFault.Stall() -> new Answer.Silence();
            case RestFault.Drop() -> new Answer.HangUp();
            case RestFault.LoseReply() -> {
                rightly(request);
                yield new Answer.HangUp();
            }
            case RestFault.Truncate() -> new Answer.Half(rightly(request));
            case RestFault.Html(int status) ->
                    new Answer.Response(
                            status,
                            Map.of("Content-Type", "text/html; charset=utf-8"),
                            Body.of("<!DOCTYPE html><title>Gateway</title><h1>Not now</h1>\n"));
        };
    }

    private Answer.Response rightly(Request request) {
        try {
            return service.answer(request);
        } catch (RefusedException refusal) {
            return refused(request, refusal);
        }
    }

    private Answer.Response refused(Request request, RefusedException refusal) {
        log.add(
                source,
                request.toString(),
                "refused: " + refusal.status() + " " + refusal.code() + ": " + refusal.message());
        Answer.Response answer = service.refused(request, refusal);
        for (Map.Entry<String, String> field : refusal.headers().entrySet()) {
            answer = answer.with(field.getKey(), field.getValue());
        }
        return answer;
    }

    private static RefusedException unavailable(int status, Duration retryAfter) {
        RefusedException refusal =
                new RefusedException(
                        status,
                        status == 503 ? "ServiceUnavailable" : "InternalServerError",
                        "The service is not available for the moment. Try again later.");
        return retryAfter.isZero()
                ? refusal
                : refusal.with("Retry-After", Long.toString(retryAfter.toSeconds()));
    }
}
