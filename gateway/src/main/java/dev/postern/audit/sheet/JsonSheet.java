package dev.postern.audit.sheet;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Objects, each of which is a row: in an array, in the `value` of an answer of Graph, one after
/// the other, or a single one. Nested objects are flattened; the items of an array are lines of one
/// value.
///
/// The columns are those of the first rows; what only later ones have is not seen. Confined to one
/// thread.
final class JsonSheet implements Sheet {

    private static final int LOOK_AT = 500;
    private static final int COLUMNS_MAX = 1000;
    private static final int DEPTH_MAX = 100;
    private static final int TEXT_MAX = 16 * 1024 * 1024;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxStringLength(TEXT_MAX)
                                    .build())
                    .build();

    private final String name;
    private final String charset;
    private final JsonParser parser;
    private final Deque<Map<String, String>> ahead = new ArrayDeque<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private Map<String, String> row = Map.of();
    private List<String> headers = List.of();
    private boolean inArray;
    private long count;

    private JsonSheet(String name, String charset, JsonParser parser) {
        this.name = name;
        this.charset = charset;
        this.parser = parser;
    }

    static JsonSheet open(Reader text, String name, String charset) throws IOException {
        JsonSheet sheet =
                new JsonSheet(
                        name,
                        charset,
                        FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text));
        sheet.lookAhead();
        return sheet;
    }

    private void lookAhead() throws IOException {
        for (int i = 0; i < LOOK_AT; i++) {
            Optional<Map<String, String>> one = read();
            if (one.isEmpty()) {
                break;
            }
            ahead.add(one.get());
            for (String column : one.get().keySet()) {
                if (columns.size() < COLUMNS_MAX) {
                    columns.putIfAbsent(column, columns.size());
                }
            }
        }
        headers = List.copyOf(columns.keySet());
    }

    private Optional<Map<String, String>> read() throws IOException {
        try {
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return Optional.empty();
                }
                switch (token) {
                    case START_ARRAY -> inArray = true;
                    case END_ARRAY -> inArray = false;
                    case END_OBJECT -> {
                        // Of an answer of Graph, after its array.
                    }
                    case START_OBJECT -> {
                        Optional<Map<String, String>> one = object();
                        if (one.isPresent()) {
                            return one;
                        }
                    }
                    case PROPERTY_NAME -> {
                        // After Graph's array: `@odata.nextLink`, which leads nowhere here.
                        parser.nextToken();
                        parser.skipChildren();
                    }
                    default ->
                            throw unreadable(
                                    "there is a %s where an object should be".formatted(token));
                }
            }
        } catch (JacksonException e) {
            throw unreadable(e.getOriginalMessage());
        }
    }

    /// Reads an object; empty if it turned out to hold the array of rows, which then begins.
    private Optional<Map<String, String>> object() {
        Map<String, String> flat = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        String property = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            switch (token) {
                case PROPERTY_NAME -> property = parser.currentName();
                case START_OBJECT -> {
                    path.addLast(property);
                    depth++;
                }
                case END_OBJECT -> {
                    path.pollLast();
                    depth--;
                }
                case START_ARRAY -> {
                    if (!inArray && depth == 1 && property.equalsIgnoreCase("value")) {
                        inArray = true;
                        return Optional.empty();
                    }
                    flat.put(key(path, property), list());
                }
                case VALUE_NULL -> {
                    // As if it were not there.
                }
                default -> flat.put(key(path, property), parser.getString().strip());
            }
        }
        return Optional.of(flat);
    }

    /// The scalars of an array, one a line; what else is in it is left out.
    private String list() {
        StringJoiner items = new StringJoiner("\n");
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                items.add(parser.getString().strip());
            }
        }
        return items.toString();
    }

    private static String key(Deque<String> path, String property) {
        if (path.isEmpty()) {
            return property;
        }
        List<String> names = new ArrayList<>(path);
        names.add(property);
        return String.join(".", names);
    }

    private UnreadableException unreadable(String why) {
        return new UnreadableException(
                "%s cannot be read as JSON at line %d: %s"
                        .formatted(name, parser.currentLocation().getLineNr(), why));
    }

    @Override
    public List<String> headers() {
        return headers;
    }

    @Override
    public String form() {
        return "JSON, " + charset;
    }

    @Override
    public boolean next() throws IOException {
        Optional<Map<String, String>> one =
                ahead.isEmpty() ? read() : Optional.of(ahead.removeFirst());
        row = one.orElse(Map.of());
        count++;
        return one.isPresent();
    }

    @Override
    public String value(int column) {
        return row.getOrDefault(headers.get(column), "");
    }

    @Override
    public String place() {
        return "object " + count;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
