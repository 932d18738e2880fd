package dev.postern.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command and option in the scripts is one that was looked up: `commands.txt` has them, with
/// the page and how sure it is. What PowerShell would say of a misspelt parameter is said here.
class CommandsTest {

    private static final Path LIST = Path.of("src/test/resources/dev/postern/setup/commands.txt");
    private static final Pattern AZ =
            Pattern.compile("(?<![\\w/.'`\"-])az ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)([^\n]*)");
    private static final Pattern OPTION =
            Pattern.compile("(?<=\\s)(--[a-z][a-z-]*|-[a-z])(?=\\s|$)");

    @TempDir private Path folder;

    @Test
    void everyCommandOfExchangeAndGraphWasLookedUp() throws IOException {
        Map<String, Set<String>> known = known();
        Set<String> wrong = new TreeSet<>();
        for (String script : scripts(".ps1")) {
            for (PowerShellCommands command :
                    PowerShellCommands.in(PowerShellText.of(script).code())) {
                Set<String> parameters = known.get(command.name());
                if (parameters == null) {
                    wrong.add(command.name() + " " + command.parameters());
                } else {
                    Set<String> unknown = new TreeSet<>(command.parameters());
                    unknown.removeAll(parameters);
                    unknown.forEach(one -> wrong.add(command.name() + " -" + one));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCommandOfAzWasLookedUp() throws IOException {
        Map<String, Set<String>> known = known();
        Set<String> wrong = new TreeSet<>();
        for (String script : scripts(".sh")) {
            String code = script.replaceAll("(?m)^\\s*#.*$", "").replaceAll("'[^'\n]*'", "''");
            Matcher matcher = AZ.matcher(code);
            while (matcher.find()) {
                Set<String> options = options(matcher.group(2));
                Set<String> all = known.get("az " + matcher.group(1));
                if (all == null) {
                    wrong.add("az " + matcher.group(1) + " " + options);
                } else {
                    options.removeAll(all);
                    options.forEach(one -> wrong.add("az " + matcher.group(1) + " " + one));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothingInTheListIsForgotten() throws IOException {
        String all = String.join("\n", scripts(""));

        assertThat(known().keySet()).allMatch(all::contains);
    }

    /// Up to where another command begins.
    private static Set<String> options(String rest) {
        Set<String> options = new HashSet<>();
        Matcher matcher = OPTION.matcher(" " + rest.split(" \\| |;|\\)\\\"|&& ", 2)[0] + " ");
        while (matcher.find()) {
            options.add(matcher.group(1));
        }
        return options;
    }

    /// Lines `COMMAND [OPTION…] # SOURCE`, of az or of PowerShell.
    private static Map<String, Set<String>> known() throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            assertThat(line).as("names its source").contains(" # ");
            List<String> words = List.of(line.split(" # ", 2)[0].strip().split(" +"));
            List<String> options = words.stream().filter(word -> word.startsWith("-")).toList();
            String name =
                    words.stream()
                            .filter(word -> !word.startsWith("-"))
                            .collect(Collectors.joining(" "));
            boolean az = name.startsWith("az ");
            known.put(
                    name,
                    options.stream()
                            .map(option -> az ? option : option.substring(1))
                            .collect(Collectors.toSet()));
        }
        return known;
    }

    private List<String> scripts(String end) throws IOException {
        for (String file : List.of("c.pem", "k.pem", "token")) {
            Files.writeString(folder.resolve(file), "");
        }
        String managed =
                Scene.ALL
                        .replace("    client-id: 11111111-1111-1111-1111-111111111111\n", "")
                        .replace("{secret: \"${env:SECRET}\"}", "{managed-identity: system}");
        String federated =
                Scene.ALL.replace("{secret: \"${env:SECRET}\"}", "{federated-token-file: token}");
        String certified =
                Scene.ALL.replace(
                        "{secret: \"${env:SECRET}\"}", "{certificate: c.pem, key: k.pem}");
        String password =
                Scene.ALL.replace(
                        "{tenant: szr, account: hve@example.cz}",
                        "{account: hve@example.cz, password: x}");
        List<String> scripts = new ArrayList<>();
        for (String yaml :
                List.of(Scene.ALL, Scene.PROXY, managed, federated, certified, password)) {
            Stream<Map.Entry<String, String>> files = Scene.files(folder, yaml).entrySet().stream();
            files.filter(file -> file.getKey().endsWith(end) && !file.getKey().endsWith(".txt"))
                    .forEach(file -> scripts.add(file.getValue()));
        }
        return scripts;
    }
}
