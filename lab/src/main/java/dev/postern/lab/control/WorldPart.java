package dev.postern.lab.control;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/// The world, or any part of it by its path: GET, PUT, PATCH, DELETE.
public final class WorldPart implements Part {

    private final Directory directory;
    private final LabLog log;

    public WorldPart(Directory directory, LabLog log) {
        this.directory = directory;
        this.log = log;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        JsonPointer pointer = JsonPointer.empty();
        for (String part : rest) {
            pointer = pointer.appendProperty(part);
        }
        String path = pointer.toString();
        if (directory.read(path).isMissingNode() && !request.method().startsWith("P")) {
            return Replies.notFound("there is nothing at /world" + path);
        }
        switch (request.method()) {
            case "GET" -> {
                return Replies.ok(directory.read(path));
            }
            case "PUT" -> directory.put(path, request.text());
            case "PATCH" -> directory.patch(path, request.text());
            case "DELETE" -> directory.remove(path);
            default -> {
                return Replies.notAllowed("GET, PUT, PATCH, DELETE");
            }
        }
        log.add(
                LabLog.Source.CONTROL,
                path.isEmpty() ? "/" : path,
                "changed by " + request.method());
        JsonNode now = directory.read(path);
        return now.isMissingNode() ? Replies.done() : Replies.ok(now);
    }
}
