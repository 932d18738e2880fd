package dev.postern.lab.control;

import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.fault.FaultRequest;
import dev.postern.lab.rest.RestFault;
import dev.postern.lab.rest.RestFaults;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The faults of a REST service: GET those to come, POST one more, DELETE all.
public final class RestFaultsPart implements Part {

    private static final String NAMES =
            "throttle, unavailable, error, pretend, delay, stall, drop, lose-reply, truncate, html";

    private final RestFaults faults;

    public RestFaultsPart(RestFaults faults) {
        this.faults = faults;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        switch (request.method()) {
            case "GET" -> {}
            case "POST" -> faults.add(read(FaultWords.read(request.text())));
            case "DELETE" -> faults.clear();
            default -> {
                return Replies.notAllowed("GET, POST, DELETE");
            }
        }
        return Replies.ok(faults.planned().stream().map(RestFaultsPart::write).toList());
    }

    /// Reads a fault from its written form.
    ///
    /// @throws IllegalArgumentException if it is none
    public static RestFaults.Planned read(FaultRequest request) {
        Words words = new Words(new HashMap<>(request.arguments()));
        int times = words.number("times", RestFaults.ALWAYS);
        String operation = words.text("of", RestFaults.ANY);
        RestFault fault = fault(request.name(), words);
        if (!words.left().isEmpty()) {
            throw new IllegalArgumentException(
                    "the fault " + request.name() + " has no " + words.left().keySet());
        }
        return new RestFaults.Planned(fault, operation, times);
    }

    private static RestFault fault(String name, Words words) {
        return switch (name) {
            case "throttle" ->
                    new RestFault.Throttle(words.time("retry-after", Duration.ofSeconds(1)));
            case "unavailable" ->
                    new RestFault.Unavailable(
                            words.number("status", 503), words.time("retry-after", Duration.ZERO));
            case "error" ->
                    new RestFault.Refuse(
                            words.number("status", 400),
                            words.text("code", "BadRequest"),
                            words.text("message", "A fault of the lab."));
            case "pretend" -> new RestFault.Pretend(words.number("status", 200));
            case "delay" -> new RestFault.Delay(words.time("by", Duration.ofSeconds(1)));
            case "stall" -> new RestFault.Stall();
            case "drop" -> new RestFault.Drop();
            case "lose-reply" -> new RestFault.LoseReply();
            case "truncate" -> new RestFault.Truncate();
            case "html" -> new RestFault.Html(words.number("status", 502));
            default ->
                    throw new IllegalArgumentException(
                            "there is no fault `" + name + "`; there are " + NAMES);
        };
    }

    private static ObjectNode write(RestFaults.Planned planned) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        switch (planned.fault()) {
            case RestFault.Throttle(Duration after) ->
                    tree.put(FaultWords.NAME, "throttle").put("retry-after", after.toString());
            case RestFault.Unavailable(int status, Duration after) ->
                    tree.put(FaultWords.NAME, "unavailable")
                            .put("status", status)
                            .put("retry-after", after.toString());
            case RestFault.Refuse(int status, String code, String message) ->
                    tree.put(FaultWords.NAME, "error")
                            .put("status", status)
                            .put("code", code)
                            .put("message", message);
            case RestFault.Pretend(int status) ->
                    tree.put(FaultWords.NAME, "pretend").put("status", status);
            case RestFault.Delay(Duration by) ->
                    tree.put(FaultWords.NAME, "delay").put("by", by.toString());
            case RestFault.Stall() -> tree.put(FaultWords.NAME, "stall");
            case RestFault.Drop() -> tree.put(FaultWords.NAME, "drop");
            case RestFault.LoseReply() -> tree.put(FaultWords.NAME, "lose-reply");
            case RestFault.Truncate() -> tree.put(FaultWords.NAME, "truncate");
            case RestFault.Html(int status) ->
                    tree.put(FaultWords.NAME, "html").put("status", status);
        }
        if (!planned.operation().equals(RestFaults.ANY)) {
            tree.put("of", planned.operation());
        }
        return planned.times() == RestFaults.ALWAYS ? tree : tree.put("times", planned.times());
    }

    /// The arguments of a fault that nobody has asked for yet. Confined to one thread.
    private record Words(Map<String, String> left) {

        String text(String key, String otherwise) {
            String value = left.remove(key);
            return value == null ? otherwise : value;
        }

        int number(String key, int otherwise) {
            return Integer.parseInt(text(key, Integer.toString(otherwise)));
        }

        Duration time(String key, Duration otherwise) {
            String text = text(key, otherwise.toString());
            try {
                return Binding.duration(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        key + " is a time such as 500ms, 30s or 5m, not " + text, e);
            }
        }
    }
}
