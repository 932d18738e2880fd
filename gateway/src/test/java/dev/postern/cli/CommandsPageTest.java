package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.Operations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The reference of the commands is complete, and says nothing of what there is not.
class CommandsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/commands.md");
    private static final Pattern OPTION = Pattern.compile("^\\| `(-[^|]*)` \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Terminal terminal() {
        return new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
    }

    /// For commands that come to no operation.
    private static Operations none() {
        return (Operations)
                Proxy.newProxyInstance(
                        Operations.class.getClassLoader(),
                        new Class<?>[] {Operations.class},
                        (_, method, _) -> {
                            throw new IllegalStateException(method.getName());
                        });
    }

    private List<CommandSpec> commands() {
        List<CommandSpec> all = new ArrayList<>();
        collect(PosternCommand.line(none(), terminal()), all);
        return all.subList(1, all.size());
    }

    private static void collect(CommandLine line, List<CommandSpec> into) {
        into.add(line.getCommandSpec());
        line.getSubcommands().values().forEach(sub -> collect(sub, into));
    }

    private static String section(CommandSpec command) throws IOException {
        String page = Files.readString(PAGE);
        String name = "`" + command.qualifiedName() + "`\n";
        int at = page.indexOf("# " + name);
        assertThat(at).as("section of %s", name).isNotNegative();
        int end = page.indexOf("\n#", at);
        return page.substring(at, end < 0 ? page.length() : end);
    }

    @Test
    void everyCommandHasASectionWithJustItsOptions() throws Exception {
        for (CommandSpec command : commands()) {
            TreeSet<String> written = new TreeSet<>();
            Matcher rows = OPTION.matcher(section(command));
            while (rows.find()) {
                Matcher names = NAME.matcher(rows.group(1));
                while (names.find()) {
                    written.add(names.group());
                }
            }
            TreeSet<String> existing = new TreeSet<>();
            for (OptionSpec option : command.options()) {
                if (!option.usageHelp()) {
                    existing.addAll(List.of(option.names()));
                }
            }
            assertThat(written).as(command.qualifiedName()).isEqualTo(existing);
        }
    }

    @Test
    void everyCommandOptionAndParameterExplainsItself() {
        for (CommandSpec command : commands()) {
            assertThat(command.usageMessage().description())
                    .as(command.qualifiedName())
                    .isNotEmpty();
            command.args()
                    .forEach(arg ->
                            assertThat(arg.description())
                                    .as(command.qualifiedName() + " " + arg.paramLabel())
                                    .isNotEmpty());
        }
    }

    @Test
    void eachCommandIsFoundByTheNameItBears() {
        PosternCommand.line(none(), terminal())
                .getSubcommands()
                .forEach((name, command) -> {
                    Command annotation =
                            command.getCommandSpec()
                                    .userObject()
                                    .getClass()
                                    .getAnnotation(Command.class);
                    assertThat(annotation.name()).isEqualTo(name);
                    assertThat(PosternCommand.line(none(), terminal(), name, "--help"))
                            .extracting(line -> line.getSubcommands().keySet())
                            .isEqualTo(Set.of(name));
                });
    }

    @Test
    void helpIsAResultAndWrongUsageIsNot() {
        assertThat(PosternCommand.execute(none(), terminal(), "queue", "list", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--state=STATE");
        assertThat(err.size()).isZero();
        out.reset();

        assertThat(PosternCommand.execute(none(), terminal(), "colect")).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'colect'", "collect");
    }

    @Test
    void mistakeOfOurOwnIsReportedAsOne() {
        assertThat(PosternCommand.execute(none(), terminal(), "version")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("postern version: a mistake of Postern's own")
                .contains("IllegalStateException: version");
    }
}
