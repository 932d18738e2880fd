package dev.postern.lab.control;

import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.fault.Catalogue;
import dev.postern.lab.mail.fault.Faults;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The faults of the mail servers: GET those that stand, POST one more, DELETE all or `/ID`; GET
/// `/catalogue` for what there is.
public final class MailFaultsPart implements Part {

    private final Faults faults;

    public MailFaultsPart(Faults faults) {
        this.faults = faults;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        if (rest.equals(List.of("catalogue"))) {
            return Replies.ok(Catalogue.entries());
        }
        switch (request.method()) {
            case "GET" -> {}
            case "POST" -> {
                return Replies.ok(Map.of("id", faults.add(FaultWords.read(request.text()))));
            }
            case "DELETE" -> {
                if (rest.isEmpty()) {
                    faults.clear();
                } else if (!faults.remove(Long.parseLong(rest.getFirst()))) {
                    return Replies.notFound("there is no fault " + rest.getFirst());
                }
            }
            default -> {
                return Replies.notAllowed("GET, POST, DELETE");
            }
        }
        return Replies.ok(faults.list().stream().map(MailFaultsPart::write).toList());
    }

    private static ObjectNode write(Faults.Listed listed) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("id", listed.id()).put("taken", listed.taken());
        FaultWords.write(listed.request(), tree);
        return tree;
    }
}
