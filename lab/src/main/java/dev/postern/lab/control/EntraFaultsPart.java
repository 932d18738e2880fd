package dev.postern.lab.control;

import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.entra.EntraFault;
import dev.postern.lab.entra.EntraFaults;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The faults of the token endpoint: GET those to come, POST one more, DELETE all.
public final class EntraFaultsPart implements Part {

    private static final String TIMES = "times";

    private final Variants<EntraFault> variants = new Variants<>(EntraFault.class, "fault");
    private final EntraFaults faults;

    public EntraFaultsPart(EntraFaults faults) {
        this.faults = faults;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        switch (request.method()) {
            case "GET" -> {}
            case "POST" -> plan(Tree.read("fault", request.text()));
            case "DELETE" -> faults.clear();
            default -> {
                return Replies.notAllowed("GET, POST, DELETE");
            }
        }
        return Replies.ok(faults.planned().stream().map(this::write).toList());
    }

    private void plan(Tree tree) throws WorldException {
        int times = tree.root().path(TIMES).asInt(1);
        faults.add(variants.read(tree.without(TIMES)), times);
    }

    private ObjectNode write(EntraFaults.Planned planned) {
        return variants.write(planned.fault()).put(TIMES, planned.times());
    }
}
