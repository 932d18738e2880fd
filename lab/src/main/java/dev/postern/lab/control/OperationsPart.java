package dev.postern.lab.control;

import dev.postern.lab.acs.Operations;
import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;

/// How the operations of ACS go that begin from now on: GET, PUT `{polls: 3, ending: failed}` with
/// whatever differs from the usual.
public final class OperationsPart implements Part {

    private final Binding binding = new Binding();
    private final Operations operations;

    public OperationsPart(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        switch (request.method()) {
            case "GET" -> {}
            case "PUT" ->
                    operations.follow(
                            binding.read(
                                    Tree.read("operations", request.text()),
                                    Operations.Course.USUAL,
                                    Operations.Course.class));
            default -> {
                return Replies.notAllowed("GET, PUT");
            }
        }
        return Replies.ok(operations.course());
    }
}
