package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckPageTest {

    private static final String COMMAND =
            "Add-MailboxPermission -Identity razr@example.cz -User 44444444-4444-4444-4444-444444444444 -AccessRights FullAccess";

    private static final CheckReport.Diagnosis DIAGNOSIS =
            new CheckReport.Diagnosis(
                    "D5",
                    "We signed in and asked for the namespace.",
                    "BAD User is authenticated but not connected.",
                    "The application has no right on the mailbox.",
                    false,
                    false,
                    List.of(
                            new CheckReport.Cause(
                                    "The right was never given.",
                                    List.of(),
                                    List.of(
                                            new CheckReport.Remedy(
                                                    "Give it.", "powershell", COMMAND))),
                            new CheckReport.Cause(
                                    "There is no such mailbox.", List.of(), List.of())),
                    List.of("https://learn.microsoft.com/exchange"));

    private final List<String> lines = new ArrayList<>();

    @Test
    void entryThatIsWellTakesOneLineAndItsSteps() {
        print(new Look(80, false), entry("collect.razr", step("token", Verdict.FINE)));

        assertThat(lines)
                .containsExactly(
                        "✓ collect.razr  razr@example.cz",
                        "    token · 7 ms",
                        "",
                        "All 1 entries work. 1.5 s");
    }

    @Test
    void troubleIsToldInFullAndTheCommandStaysWhole() {
        print(new Look(60, false), broken("collect.razr"));

        assertThat(lines)
                .containsSubsequence(
                        "✗ collect.razr  razr@example.cz",
                        "    ✗ mailbox         seen (7 ms)",
                        "      It said:  BAD User is authenticated but not connected.",
                        "      Likeliest: The right was never given.",
                        "        To mend: Give it. (Exchange Online PowerShell)",
                        "          " + COMMAND,
                        "      Or: There is no such mailbox.",
                        "    · sender          not reached",
                        "1 of 1 entries do not work. 1.5 s");
        assertThat(lines)
                .filteredOn(line -> line.length() > 60)
                .containsOnly("          " + COMMAND);
    }

    @Test
    void sameTroubleIsExplainedOnce() {
        print(Look.PLAIN, broken("collect.razr"), broken("collect.faktury"));

        assertThat(lines).filteredOn(line -> line.contains(COMMAND)).hasSize(1);
        assertThat(lines).contains("      The same as at collect.razr, above.");
    }

    @ParameterizedTest
    @CsvSource({
        "'', xterm, true, true",
        "'', xterm, false, false",
        "1, xterm, true, false",
        "'', dumb, true, false"
    })
    void coloursAreForTerminalsAndForThoseWhoWantThem(
            String noColor, String term, boolean terminal, boolean colours) {
        Look look = Look.of(Map.of("NO_COLOR", noColor, "TERM", term), terminal);

        assertThat(look.colours()).isEqualTo(colours);
        assertThat(look.painted("x", Look.Colour.RED))
                .isEqualTo(colours ? "\033[31mx\033[0m" : "x");
    }

    @ParameterizedTest
    @CsvSource({"72, 72", "10, 40", "1000, 160", "wide, 100", "'', 100"})
    void pageIsAsWideAsTheTerminalWithinReason(String columns, int width) {
        assertThat(Look.of(Map.of("COLUMNS", columns), true).width()).isEqualTo(width);
    }

    private void print(Look look, CheckReport.Entry... entries) {
        boolean ok = List.of(entries).stream().noneMatch(one -> one.verdict() == Verdict.FAILED);
        new CheckPage(lines::add, look, false)
                .print(new CheckReport(Instant.EPOCH, 1500, ok, List.of(entries)));
    }

    private static CheckReport.Entry broken(String name) {
        return entry(
                name,
                step("token", Verdict.FINE),
                new CheckReport.Step("mailbox", Verdict.FAILED, "seen", 7, Optional.of(DIAGNOSIS)),
                new CheckReport.Step("sender", Verdict.NOT_REACHED, "", 0, Optional.empty()));
    }

    private static CheckReport.Entry entry(String name, CheckReport.Step... steps) {
        return CheckReport.Entry.of(name, "razr@example.cz", List.of(steps));
    }

    private static CheckReport.Step step(String name, Verdict verdict) {
        return new CheckReport.Step(name, verdict, "seen", 7, Optional.empty());
    }
}
