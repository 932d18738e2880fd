package dev.postern.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.postern.peers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first hour, followed word by word: each block of the page in order, with the program as it
/// was built. Ports alone are others, since the usual ones may be taken here.
@Tag("slow")
class TutorialTest {

    private static final String PAGE = "docs/tutorial/first-hour.md";
    private static final String SETTINGS = "postern-lab/postern.yaml";
    private static final Pattern SLEEP = Pattern.compile("(?m)^sleep \\d+$");

    @TempDir private Path folder;

    /// What a block must bring.
    ///
    /// @param begins its first words
    /// @param goesOn whether it stays in its terminal
    /// @param brings what it prints, in any order
    private record Step(String begins, boolean goesOn, List<String> brings) {

        static Step ending(String begins, String... brings) {
            return new Step(begins, false, List.of(brings));
        }

        static Step staying(String begins, String... brings) {
            return new Step(begins, true, List.of(brings));
        }

        boolean enough(String output) {
            return brings.stream().allMatch(output::contains);
        }
    }

    private static final List<Step> STEPS =
            List.of(
                    Step.staying("./postern lab", "Microsoft 365 in a box is running", SETTINGS),
                    Step.ending(
                            "./postern config check",
                            "a secret stands in the file itself",
                            "no mistakes",
                            "0 of 0 messages would be taken"),
                    Step.staying("./postern run", "started"),
                    Step.ending("curl -s -X POST --data-binary", ".eml", ".json"),
                    Step.ending("./postern queue list", "requests", "delivered"),
                    Step.ending("./postern account add printer1"),
                    Step.ending("printf 'From:", "noreply@example.cz", "\"exchange\""),
                    Step.ending(
                            "curl -s -X PATCH -d 'full-access: []'",
                            "invoices",
                            "unknown user name or bad password"),
                    Step.ending(
                            "./postern check requests invoices",
                            "Set-CASMailbox -Identity faktury@example.cz -PopEnabled $true",
                            "Add-MailboxPermission -Identity faktury@example.cz -User 44444444-4444-4444-4444-444444444444"),
                    Step.ending("curl -s -X PATCH -d 'full-access: [gateway]'"));

    @Test
    void firstHourGoesAsItIsWritten() throws Exception {
        assumeThat(Path.of("/bin/bash")).exists();
        assumeThat(Path.of("/usr/bin/curl")).exists();
        List<Page.Block> blocks = Page.of(PAGE).blocks();
        assertThat(blocks).hasSameSizeAs(STEPS);
        try (Desk desk = new Desk(folder)) {
            desk.replace("./postern lab", "./postern lab --free-ports");
            for (int i = 0; i < blocks.size(); i++) {
                String text = blocks.get(i).text();
                Step step = STEPS.get(i);
                assertThat(text).startsWith(step.begins());
                if (step.goesOn()) {
                    String said = desk.begin(text, step::enough);
                    if (i == 0) {
                        useFreePorts(desk, said);
                    }
                } else {
                    Desk.Ran ran = run(desk, text, step);
                    assertThat(ran.code()).as(text + "\n" + ran.output()).isZero();
                    assertThat(step.brings())
                            .as(text)
                            .allSatisfy(one -> assertThat(ran.output()).contains(one));
                }
            }
            assertThat(Files.readString(desk.file("postern-lab/printer1.txt"))).hasLineCount(1);
            // The scan went to a mailbox that is collected, and waits there since the right is
            // back.
            Desk.Ran inbox =
                    desk.await(
                            "cat postern-lab/inbox/*.eml",
                            output -> output.contains("Subject: Scan"));
            assertThat(inbox.output()).contains("Subject: Request 1", "Subject: Scan");
            assertThat(desk.end()).containsOnly(0, 143);
        }
    }

    /// What comes before a `sleep` is done once; what comes after it is looked at until it is
    /// there.
    private static Desk.Ran run(Desk desk, String text, Step step) throws Exception {
        String[] parts = SLEEP.split(text, 2);
        if (parts.length == 1) {
            return desk.run(text);
        }
        Desk.Ran first = desk.run(parts[0]);
        assertThat(first.code()).as(parts[0] + "\n" + first.output()).isZero();
        return desk.await(parts[1], step::enough);
    }

    private static void useFreePorts(Desk desk, String said) throws IOException {
        Matcher control = Pattern.compile("control +(http://localhost:\\d+)").matcher(said);
        assertThat(control.find()).as(said).isTrue();
        desk.replace("http://localhost:7080", control.group(1));
        String yaml = Files.readString(desk.file(SETTINGS));
        for (String usual : List.of("127.0.0.1:2525", "127.0.0.1:8024", "127.0.0.1:1143")) {
            String ours = "127.0.0.1:" + Ports.free();
            assertThat(yaml).contains(usual);
            yaml = yaml.replace(usual, ours);
            desk.replace(usual, ours);
        }
        Files.writeString(desk.file(SETTINGS), yaml);
    }

    @Test
    void czechPageHasTheSameCommands() throws IOException {
        assertThat(commands("docs/tutorial/prvni-hodina.md"))
                .isEqualTo(
                        commands(PAGE).stream()
                                .map(text ->
                                        text.replace("Request 1", "Pozadavek 1")
                                                .replace("Please.", "Prosim.")
                                                .replace("Subject: Scan", "Subject: Sken")
                                                .replace("A page.", "Stranka."))
                                .toList());
    }

    private static List<String> commands(String page) throws IOException {
        return Page.of(page).blocks().stream().map(Page.Block::text).toList();
    }
}
