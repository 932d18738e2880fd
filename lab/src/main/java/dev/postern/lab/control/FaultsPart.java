package dev.postern.lab.control;

import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The faults of all servers, by server.
public final class FaultsPart implements Part {

    private final Map<String, Part> servers;

    /// @param servers by name in lower case
    public FaultsPart(Map<String, Part> servers) {
        this.servers = Map.copyOf(servers);
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        Part server = rest.isEmpty() ? null : servers.get(rest.getFirst());
        if (server == null) {
            return Replies.notFound("there are faults for " + new TreeSet<>(servers.keySet()));
        }
        return server.answer(request, rest.subList(1, rest.size()));
    }
}
