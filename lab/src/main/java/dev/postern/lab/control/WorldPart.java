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
        switch (request.method()) {
            case "GET" -> {
                return shown(path);
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
        return shown(path);
    }

    private Answer.Response shown(String path) {
        JsonNode node = directory.read(path);
        return node.isMissingNode()
                ? Replies.notFound("there is nothing at /world" + path)
                : Replies.ok(node);
    }
}
