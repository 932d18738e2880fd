package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Renewed;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.tls.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The lab set wrong in each of the ways D1 to D18: the right verdict and command appear, and no
/// wrong one. What the doctor says is collected in a page of the reference.
@Tag("slow")
class DiagnosesTest {

    private static final Path PAGE = Path.of("../docs/reference/diagnoses.md");

    @TempDir static Path folder;
    private static Lab lab;
    private static String world;
    private static final Map<String, String> TOLD = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabSettings.free(folder));
        world = lab.directory().read("").toString();
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("inbox"));
    }

    @AfterEach
    void mend() throws Exception {
        lab.directory().put("", world);
        lab.mail().faults().clear();
        lab.tls().imap().show(Shown.GOOD);
        lab.tls().smtp().show(Shown.GOOD);
        lab.clock().shiftTo(Duration.ZERO);
    }

    @AfterAll
    static void page() throws IOException {
        lab.close();
        if (TOLD.size() == Complaints.all().size()) {
            Renewed.assertSame(PAGE, DiagnosesPage.of(TOLD));
        }
    }

    static List<Complaint> complaints() {
        return Complaints.all();
    }

    @ParameterizedTest
    @MethodSource("complaints")
    void eachIsToldApartFromTheOthers(Complaint complaint) throws Exception {
        complaint.upset().in(lab);

        CheckReport report =
                new GatewayOperations(Gateway.Environment.ofThisProcess())
                        .check(
                                settings(complaint),
                                new CheckOrder(
                                        complaint.entry(),
                                        complaint.recipient(),
                                        Optional.empty()));

        CheckReport.Entry entry =
                report.entries().stream()
                        .filter(one ->
                                ("." + one.name()).endsWith("." + complaint.entry().getFirst()))
                        .findFirst()
                        .orElseThrow();
        TOLD.put(complaint.title(), DiagnosesPage.section(complaint, entry));
        CheckReport.Step step =
                entry.steps().stream()
                        .filter(one -> one.diagnosis().isPresent())
                        .findFirst()
                        .orElseThrow();
        assertThat(step.name()).isEqualTo(complaint.step());
        assertThat(step.verdict()).isEqualTo(complaint.works() ? Verdict.WARNING : Verdict.FAILED);
        CheckReport.Diagnosis diagnosis = step.diagnosis().orElseThrow();
        assertThat(diagnosis.code()).isEqualTo(complaint.code());
        String likeliest = Complaint.commands(diagnosis.causes().getFirst());
        assertThat(complaint.mends())
                .isNotEmpty()
                .allSatisfy(piece -> assertThat(likeliest).contains(piece));
        assertThat(complaint.misleading())
                .allSatisfy(telltale -> assertThat(likeliest).doesNotContain(telltale));
        String others =
                diagnosis.causes().stream()
                        .skip(1)
                        .map(Complaint::commands)
                        .collect(Collectors.joining());
        assertThat(complaint.others()).allSatisfy(piece -> assertThat(others).contains(piece));
        long broken = entry.steps().stream().filter(one -> one.diagnosis().isPresent()).count();
        assertThat(broken).isEqualTo(1);
    }

    private static Path settings(Complaint complaint) throws IOException {
        String yaml =
                LabYaml.forReadyMadeWorld(lab.started())
                        .replace("10s", "1h")
                        .replaceAll(
                                "host: \"localhost\", port: (\\d+)",
                                "host: \"SMART\", port: SMARTPORT");
        for (int i = 0; i < complaint.edits().size(); i += 2) {
            String before = complaint.edits().get(i);
            assertThat(yaml).contains(before);
            yaml =
                    yaml.replaceFirst(
                            Pattern.quote(before),
                            Matcher.quoteReplacement(complaint.edits().get(i + 1)));
        }
        LocalDate soon = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
        yaml = yaml.replace("IN-20-DAYS", soon.plusDays(20).toString());
        String[] exchange = lab.started().smtp().split(":", 2);
        String[] smart = lab.started().smartHost().split(":", 2);
        yaml =
                yaml.replace("\"EXCHANGE\", port: SMARTPORT", "localhost, port: " + exchange[1])
                        .replace("\"SMART\"", "localhost")
                        .replace("SMARTPORT", smart[1]);
        return Files.writeString(folder.resolve("postern.yaml"), yaml);
    }
}
