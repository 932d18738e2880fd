package dev.postern.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands of a PowerShell script, as far as they can be told without PowerShell: a verb, a
/// noun, and the parameters up to the end of the pipeline's part.
///
/// @param name `Get-CASMailbox`
/// @param parameters without the hyphen
record PowerShellCommands(String name, Set<String> parameters) {

    private static final Pattern NAME = Pattern.compile("(?<![\\w$.-])([A-Z][A-Za-z]+-[A-Z]\\w+)");
    private static final Pattern FUNCTION = Pattern.compile("function ([A-Z]\\w+-\\w+)");
    private static final Pattern PARAMETER = Pattern.compile("(?<=[\\s(])-([A-Z]\\w*)");
    private static final String ENDS = "|;\n}";

    /// All of a script, without those of its own functions that it calls.
    static List<PowerShellCommands> in(String code) {
        Set<String> own = new TreeSet<>();
        Matcher functions = FUNCTION.matcher(code);
        while (functions.find()) {
            own.add(functions.group(1));
        }
        List<PowerShellCommands> all = new ArrayList<>();
        Matcher names = NAME.matcher(code);
        while (names.find()) {
            if (!own.contains(names.group(1))) {
                all.add(
                        new PowerShellCommands(
                                names.group(1), parameters(rest(code, names.end()))));
            }
        }
        return all;
    }

    private static Set<String> parameters(String rest) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = PARAMETER.matcher(rest);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /// What belongs to the command itself: what stands in brackets is another's.
    private static String rest(String code, int from) {
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        for (int at = from; at < code.length(); at++) {
            char c = code.charAt(at);
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            if (depth < 0 || (depth == 0 && ENDS.indexOf(c) >= 0 && c != '}')) {
                break;
            }
            if (depth == 0) {
                rest.append(c);
            }
        }
        return rest.toString();
    }
}
