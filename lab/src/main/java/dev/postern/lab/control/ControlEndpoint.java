package dev.postern.lab.control;

import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Handler;
import dev.postern.lab.http.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds the part of the lab a request is for, and turns what it throws into an answer. Any thread
/// may call.
public final class ControlEndpoint implements Handler {

    private final Part root;
    private final Map<String, Part> parts;

    /// @param root what stands at `/`
    /// @param parts by the first part of their path
    public ControlEndpoint(Part root, Map<String, Part> parts) {
        this.root = root;
        this.parts = Map.copyOf(parts);
    }

    @Override
    public Answer answer(Request request) {
        if (request.header("origin").isPresent()) {
            return Replies.wrong(403, List.of("a page in a browser may not control the lab"));
        }
        try {
            return found(request, request.path());
        } catch (WorldException e) {
            return Replies.wrong(
                    400, e.problems().stream().map(WorldException.Problem::toString).toList());
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Replies.wrong(400, List.of(String.valueOf(e.getMessage())));
        }
    }

    private Answer.Response found(Request request, List<String> path) throws WorldException {
        if (path.isEmpty()) {
            return root.answer(request, path);
        }
        Part part = parts.get(path.getFirst());
        if (part == null) {
            return Replies.notFound(
                    "there is no /"
                            + path.getFirst()
                            + "; there is "
                            + new TreeSet<>(parts.keySet()));
        }
        return part.answer(request, path.subList(1, path.size()));
    }
}
