package dev.postern.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README and the how-tos tell to type is typed, against the lab, and brings what they
/// say. What cannot be run here stands in [#NOT_HERE], with the reason.
@Tag("slow")
class HowToTest {

    private static final String HOW_TO = "docs/how-to/";
    private static final Set<String> SHELL = Set.of("", "bash", "sh");
    private static final Pattern PASSWORD = Pattern.compile("(?m)^([a-z0-9]{4}(?:-[a-z0-9]{4})+)$");

    private static final Pattern ID = Pattern.compile("\"id\" *: *\"([0-9A-Z]+)\"");

    @TempDir private Path folder;

    /// A block that is run.
    ///
    /// @param code that the last command leaves
    /// @param brings what is printed
    private record Try(String page, String begins, int code, List<String> brings) {

        static Try of(String page, String begins, int code, String... brings) {
            return new Try(page, begins, code, List.of(brings));
        }
    }

    /// In this order, since a page goes on from what one before it has done.
    private static final List<Try> TRIED =
            List.of(
                    Try.of(
                            "relay.md",
                            "postern account add printer1",
                            0,
                            "Its password, shown only now:"),
                    Try.of("relay.md", "curl -u erp:PASSWORD", 0, "\"id\""),
                    Try.of("relay.md", "postern send --from", 0),
                    Try.of(
                            "relay.md",
                            "postern queue list --state any --rec",
                            0,
                            "anna@example.com",
                            "onprem"),
                    Try.of("move-a-printer.md", "postern account add", 0, "password"),
                    Try.of("move-a-printer.md", "postern devices", 0, "erp", "delivered"),
                    Try.of("proxy.md", "postern account add warehouse", 0, "password"),
                    Try.of("proxy.md", "postern check 0.0.0.0:993", 0, "razr@example.cz"),
                    Try.of(
                            "send-from-logic-apps-and-sentinel.md",
                            "postern account add sentinel",
                            0,
                            "access key"),
                    Try.of(
                            "send-from-logic-apps-and-sentinel.md",
                            "curl -u sentinel",
                            0,
                            "alerts@example.cz"),
                    Try.of(
                            "roll-a-secret.md",
                            "postern config check",
                            0,
                            "no mistakes",
                            "client secret is good until 2099-12-31"),
                    Try.of(
                            "when-something-is-wrong.md",
                            "postern check  ",
                            0,
                            "All 13 entries work"),
                    Try.of("register-the-application.md", "postern setup", 0, "szr-1-entra.sh"),
                    Try.of("register-the-application.md", "postern check", 0, "collect.inbox"),
                    Try.of(
                            "register-the-application.md",
                            "postern explain",
                            0,
                            "Add-MailboxPermission -Identity noreply@example.cz"),
                    Try.of("find-who-uses-passwords.md", "postern audit", 1, "scanner@example.cz"));

    /// First words of blocks that are not run, and why.
    private static final Map<String, String> NOT_HERE =
            Map.ofEntries(
                    Map.entry("devices, apps", "a picture"),
                    Map.entry(
                            "./postern demo --once",
                            "it is the acceptance test of its own, and ./check runs this"),
                    Map.entry("./postern setup ", "the same commands as in the how-tos"),
                    Map.entry("SigninLogs |", "a query for Log Analytics"),
                    Map.entry("./postern lab ", "TutorialTest starts it"),
                    Map.entry("postern init", "asks questions: InitCommandTest answers them"),
                    Map.entry("listener=", "a line of the log"),
                    Map.entry("az ", "the Azure CLI wants Microsoft"),
                    Map.entry("role=$(az", "the Azure CLI wants Microsoft"),
                    Map.entry("./main-2-exchange.ps1", "PowerShell wants Microsoft"),
                    Map.entry("install -o postern", "wants root, and a user for the service"),
                    Map.entry("useradd --system", "wants root"),
                    Map.entry("git clone REPOSITORY", "wants root, and the repository"),
                    Map.entry("sudo -u postern", "wants root"),
                    Map.entry("[Unit]", "a unit of systemd"),
                    Map.entry("[Service]", "a unit of systemd"),
                    Map.entry("[Install]", "a unit of systemd"),
                    Map.entry("endpoint=", "a connection string"),
                    Map.entry("icacls", "Windows"),
                    Map.entry("C:\\Postern", "Windows"));

    @Test
    void everyBlockIsRunOrThereIsAReason() throws IOException {
        List<String> forgotten = new ArrayList<>();
        for (Page.Block block : blocks()) {
            boolean tried =
                    TRIED.stream()
                            .anyMatch(one ->
                                    block.page().equals(HOW_TO + one.page())
                                            && block.text().startsWith(one.begins()));
            boolean excused = NOT_HERE.keySet().stream().anyMatch(block.text()::startsWith);
            if (!tried && !excused && !block.page().equals(HOW_TO + "lab.md")) {
                forgotten.add(block.toString());
            }
        }
        assertThat(forgotten).isEmpty();
    }

    @Test
    void howTosWorkAsTheyAreWritten() throws Exception {
        assumeThat(Path.of("/bin/bash")).exists();
        assumeThat(Path.of("/usr/bin/curl")).exists();
        try (Office office = new Office(folder)) {
            for (Try one : TRIED) {
                Page.Block block =
                        blocks().stream()
                                .filter(each -> each.page().equals(HOW_TO + one.page()))
                                .filter(each -> each.text().startsWith(one.begins()))
                                .findFirst()
                                .orElseThrow();
                Desk.Ran ran = office.desk().run(block.text());
                assertThat(ran.code()).as(block + "\n" + ran.output()).isEqualTo(one.code());
                assertThat(one.brings())
                        .as(block.toString())
                        .allSatisfy(each -> assertThat(ran.output()).contains(each));
                remember(office.desk(), one, ran.output());
            }
        }
    }

    /// What a person would read and put in where the page has CAPITALS.
    private static void remember(Desk desk, Try one, String output) {
        Matcher id = ID.matcher(output);
        if (one.begins().equals("curl -u erp:PASSWORD") && id.find()) {
            desk.replace("queue show ID", "queue show " + id.group(1));
        } else if (one.begins().equals("postern account add printer1")) {
            desk.replace("erp:PASSWORD", "erp:" + password(output));
        } else if (one.begins().equals("postern account add sentinel")) {
            desk.replace("sentinel:PASSWORD", "sentinel:" + password(output));
        }
    }

    private static String password(String output) {
        Matcher matcher = PASSWORD.matcher(output);
        String found = "";
        while (matcher.find()) {
            found = matcher.group(1);
        }
        assertThat(found).as(output).isNotEmpty();
        return found;
    }

    @Test
    void labDoesWhatItsPageSays() throws Exception {
        assumeThat(Path.of("/bin/bash")).exists();
        assumeThat(Path.of("/usr/bin/curl")).exists();
        assumeThat(Path.of("/usr/bin/jq")).exists();
        StringBuilder script = new StringBuilder();
        for (Page.Block block : Page.of(HOW_TO + "lab.md").blocks()) {
            if (block.language().equals("bash") && !block.text().startsWith("./postern")) {
                script.append(block.text()).append("\necho; echo ---\n");
            }
        }
        try (Office office = new Office(folder)) {
            Desk.Ran ran = office.desk().run(script.toString());
            assertThat(ran.code()).as(ran.output()).isZero();
            assertThat(ran.output()).contains("Subject: hello");
        }
    }

    private static List<Page.Block> blocks() throws IOException {
        List<Page.Block> blocks = new ArrayList<>();
        for (Page page : Page.all()) {
            if (page.name().equals("README.md")
                    || (page.name().startsWith(HOW_TO) && !page.name().contains("registrace"))) {
                page.blocks().stream()
                        .filter(block -> SHELL.contains(block.language()))
                        .forEach(blocks::add);
            }
        }
        return blocks;
    }
}
