package dev.postern.lab.control;

import dev.postern.lab.LabLog;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;

/// What happened: GET with `?after=number`, DELETE.
public final class LogPart implements Part {

    private final LabLog log;

    public LogPart(LabLog log) {
        this.log = log;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) {
        return switch (request.method()) {
            case "GET" ->
                    Replies.ok(
                            log.after(Long.parseLong(request.query().getOrDefault("after", "0"))));
            case "DELETE" -> {
                log.clear();
                yield Replies.done();
            }
            default -> Replies.notAllowed("GET, DELETE");
        };
    }
}
