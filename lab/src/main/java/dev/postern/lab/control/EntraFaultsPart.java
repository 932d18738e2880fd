package dev.postern.lab.control;

import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.entra.EntraFault;
import dev.postern.lab.entra.EntraFaults;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.fault.FaultRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The faults of the token endpoint: GET those to come, POST one more, DELETE all.
public final class EntraFaultsPart implements Part {

    private static final String TIMES = "times";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final EntraFaults faults;

    public EntraFaultsPart(EntraFaults faults) {
        this.faults = faults;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        switch (request.method()) {
            case "GET" -> {}
            case "POST" -> plan(FaultWords.read(request.text()));
            case "DELETE" -> faults.clear();
            default -> {
                return Replies.notAllowed("GET, POST, DELETE");
            }
        }
        return Replies.ok(faults.planned().stream().map(EntraFaultsPart::write).toList());
    }

    private void plan(FaultRequest request) {
        Map<String, String> arguments = new HashMap<>(request.arguments());
        int times = Integer.parseInt(taken(arguments, TIMES, Integer.toString(EntraFaults.ALWAYS)));
        EntraFault fault = read(request.name(), arguments);
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException(
                    "the fault " + request.name() + " has no " + arguments.keySet());
        }
        faults.add(fault, times);
    }

    private static EntraFault read(String name, Map<String, String> arguments) {
        return switch (name) {
            case "throttle" -> new EntraFault.Throttle(duration(arguments, "retry-after", SOON));
            case "unavailable" -> new EntraFault.Unavailable(number(arguments, "status", 503));
            case "error" -> new EntraFault.Refuse(number(arguments, "code", 0));
            case "delay" -> new EntraFault.Delay(duration(arguments, "by", SOON));
            case "stall" -> new EntraFault.Stall();
            case "invalid-json" -> new EntraFault.InvalidJson();
            case "html" -> new EntraFault.Html(number(arguments, "status", 502));
            case "drop" -> new EntraFault.Drop();
            case "truncate" -> new EntraFault.Truncate();
            default ->
                    throw new IllegalArgumentException(
                            "there is no fault `"
                                    + name
                                    + "`; there are throttle, unavailable, error, delay, stall, invalid-json, html, drop,"
                                    + " truncate");
        };
    }

    private static ObjectNode write(EntraFaults.Planned planned) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        switch (planned.fault()) {
            case EntraFault.Throttle(Duration retryAfter) ->
                    tree.put(FaultWords.NAME, "throttle").put("retry-after", retryAfter.toString());
            case EntraFault.Unavailable(int status) ->
                    tree.put(FaultWords.NAME, "unavailable").put("status", status);
            case EntraFault.Refuse(int code) ->
                    tree.put(FaultWords.NAME, "error").put("code", code);
            case EntraFault.Delay(Duration by) ->
                    tree.put(FaultWords.NAME, "delay").put("by", by.toString());
            case EntraFault.Stall() -> tree.put(FaultWords.NAME, "stall");
            case EntraFault.InvalidJson() -> tree.put(FaultWords.NAME, "invalid-json");
            case EntraFault.Html(int status) ->
                    tree.put(FaultWords.NAME, "html").put("status", status);
            case EntraFault.Drop() -> tree.put(FaultWords.NAME, "drop");
            case EntraFault.Truncate() -> tree.put(FaultWords.NAME, "truncate");
        }
        return planned.times() == EntraFaults.ALWAYS ? tree : tree.put(TIMES, planned.times());
    }

    private static int number(Map<String, String> arguments, String key, int otherwise) {
        return Integer.parseInt(taken(arguments, key, Integer.toString(otherwise)));
    }

    private static Duration duration(
            Map<String, String> arguments, String key, Duration otherwise) {
        String text = taken(arguments, key, otherwise.toString());
        try {
            return Binding.duration(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    key + " is a time such as 500ms, 30s or 5m, not " + text, e);
        }
    }

    private static String taken(Map<String, String> arguments, String key, String otherwise) {
        String value = arguments.remove(key);
        return value == null ? otherwise : value;
    }
}
