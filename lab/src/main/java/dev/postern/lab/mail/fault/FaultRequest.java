package dev.postern.lab.mail.fault;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A fault as text: a name of the [Catalogue] and its arguments.
public record FaultRequest(String name, Map<String, String> arguments) {

    private static final Pattern ARGUMENT =
            Pattern.compile("\\s+([a-z-]+)=(?:\"([^\"]*)\"|(\\S*))");
    private static final Pattern LINE = Pattern.compile("([a-z-]+)((?:" + ARGUMENT + ")*)\\s*");

    public FaultRequest {
        arguments = Map.copyOf(arguments);
    }

    /// Reads `name key=value key="two words"`.
    ///
    /// @throws IllegalArgumentException if the line has another form
    public static FaultRequest parse(String line) {
        Matcher whole = LINE.matcher(line.strip());
        if (!whole.matches()) {
            throw new IllegalArgumentException(
                    "A fault is written as: name key=value key=\"two words\". This is not: "
                            + line);
        }
        Map<String, String> arguments = new TreeMap<>();
        Matcher argument = ARGUMENT.matcher(whole.group(2));
        while (argument.find()) {
            String quoted = argument.group(2);
            arguments.put(argument.group(1), quoted == null ? argument.group(3) : quoted);
        }
        return new FaultRequest(whole.group(1), arguments);
    }

    /// The line that [#parse] reads.
    @Override
    public String toString() {
        StringJoiner line = new StringJoiner(" ");
        line.add(name);
        new TreeMap<>(arguments).forEach((key, value) -> line.add(key + "=\"" + value + "\""));
        return line.toString();
    }
}
