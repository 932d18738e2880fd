package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.ExplainReport;
import dev.postern.control.InitReport;
import dev.postern.control.Operations;
import dev.postern.control.Operations.Named;
import dev.postern.control.Question;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `postern init` and `postern explain`, as far as the command line goes.
class InitCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Object> asked = new ArrayList<>();

    private int run(String input, String... arguments) {
        Operations operations =
                (Operations)
                        Proxy.newProxyInstance(
                                Operations.class.getClassLoader(),
                                new Class<?>[] {Operations.class},
                                (_, method, given) -> answer(method.getName(), given));
        return PosternCommand.execute(
                operations,
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                arguments);
    }

    private Object answer(String method, Object[] given) {
        return switch (method) {
            case "mistake" ->
                    given[1].equals("wrong") ? Optional.of("Not that.") : Optional.empty();
            case "init" -> {
                asked.add(given[1]);
                yield new InitReport(given[0].toString(), List.of("one", "two", "three"));
            }
            case "explain" -> {
                asked.add(given[0]);
                asked.add(given[1]);
                boolean known = given[0].toString().contains("535");
                yield new ExplainReport(
                        known,
                        known ? List.of(finding()) : List.of(),
                        List.of(new ExplainReport.Fact("host", "a.outlook.com")));
            }
            case "defaultSettings" -> Path.of("postern.yaml");
            default -> throw new IllegalStateException(method);
        };
    }

    private static ExplainReport.Finding finding() {
        return new ExplainReport.Finding(
                "D8",
                "SMTP refuses the sign-in",
                "Exchange Online SMTP",
                "No.",
                false,
                false,
                List.of(
                        new ExplainReport.Cause(
                                "First.",
                                List.of(new ExplainReport.Step("Look.", "powershell", "Get-It")),
                                List.of(new ExplainReport.Step("Mend.", "powershell", "Set-It"))),
                        new ExplainReport.Cause("Second.", List.of(), List.of())),
                List.of("https://example.cz"));
    }

    @Test
    void wrongAnswerIsAskedForAgain() {
        assertThat(run("collect\nwrong\nexample.cz\n\nenv:S\na@example.cz\n\n\n", "init")).isZero();

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Not that.", "three");
        assertThat(asked)
                .containsExactly(
                        Map.of(
                                Question.JOB, "collect",
                                Question.TENANT, "example.cz",
                                Question.CLIENT, "",
                                Question.CREDENTIAL, "env:S",
                                Question.MAILBOX, "a@example.cz",
                                Question.DESTINATION, "/srv/postern/inbox",
                                Question.DATA, "/var/lib/postern"));
    }

    @Test
    void whatIsGivenIsNotAsked() {
        assertThat(
                        run(
                                "",
                                "init",
                                "--job=relay",
                                "--tenant-id=example.cz",
                                "--mailbox=a@example.cz",
                                "--no-questions"))
                .isZero();
        assertThat(asked.toString()).contains("JOB=relay", "MAILBOX=a@example.cz");
    }

    @Test
    void wrongOptionIsRefusedAtOnce() {
        assertThat(run("", "init", "--tenant-id=wrong")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'wrong' will not do", "Not that.");
        assertThat(asked).isEmpty();
    }

    @Test
    void explanationShowsEachCauseWithItsCommands() {
        assertThat(run("", "explain", "535", "5.7.3")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        D8  SMTP refuses the sign-in (Exchange Online SMTP)
                        No.

                        Likeliest cause: First.
                          To decide: Look.
                              Get-It
                          To mend it: Mend.
                              Set-It

                        Or: Second.

                        See https://example.cz

                          host: a.outlook.com
                        """);
        assertThat(asked).containsExactly("535 5.7.3", Optional.empty());
    }

    @Test
    void wordsMayComeByStandardInput() {
        assertThat(run("one\ntwo\n", "explain", "--for", "razr")).isEqualTo(1);
        assertThat(asked)
                .containsExactly(
                        "one\ntwo\n", Optional.of(new Named(Path.of("postern.yaml"), "razr")));
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Nothing is known");
    }

    @Test
    void nothingIsNotExplained() {
        assertThat(run(" \n", "explain")).isEqualTo(2);
    }
}
