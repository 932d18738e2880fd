package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Renewed;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import dev.postern.doctor.ScriptedNames;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Type;

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
        lab.entra().faults().clear();
        Folders.delete(folder.resolve("data"));
        Files.createDirectory(folder.resolve("data"));
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

    /// What cannot be brought about here, and where it is.
    private static final Set<String> ELSEWHERE =
            Set.of(
                    // A service that runs: CheckTest.
                    "not-listening",
                    "open-relay",
                    // A clock that is half a year ahead: CheckTest.
                    "tls-ending");

    @Test
    void everyFindingOfTheDoctorHasItsSection() throws IOException {
        Pattern made = Pattern.compile("Troubles\\s*\\.of\\(\\s*([^,]*)\"([a-z-]+)\"");
        Set<String> codes = new TreeSet<>();
        for (Path source : sources()) {
            Matcher matcher = made.matcher(Files.readString(source));
            while (matcher.find()) {
                codes.add(matcher.group(2));
            }
        }
        codes.removeAll(ELSEWHERE);
        codes.removeAll(Complaints.all().stream().map(Complaint::code).collect(Collectors.toSet()));

        assertThat(codes).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/postern/doctor"))) {
            return files.toList();
        }
    }

    static List<Complaint> complaints() {
        return Complaints.all();
    }

    @ParameterizedTest
    @MethodSource("complaints")
    void eachIsToldApartFromTheOthers(Complaint complaint) throws Exception {
        complaint.upset().in(lab);

        CheckReport report = examine(complaint);

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

    private static CheckReport examine(Complaint complaint) throws Exception {
        try (ScriptedNames names = new ScriptedNames()) {
            Map<List<String>, List<String>> values =
                    complaint.zone().stream()
                            .map(line -> line.split(" ", 3))
                            .collect(
                                    Collectors.groupingBy(
                                            parts -> List.of(parts[0], parts[1]),
                                            Collectors.mapping(
                                                    parts ->
                                                            parts[1].equals("TXT")
                                                                    ? '"' + parts[2] + '"'
                                                                    : parts[2],
                                                    Collectors.toList())));
            for (var record : values.entrySet()) {
                names.with(
                        record.getKey().getFirst(),
                        Type.value(record.getKey().getLast()),
                        record.getValue().toArray(String[]::new));
            }
            String server = "127.0.0.1:" + names.address().getPort();
            return new GatewayOperations(Gateway.Environment.ofThisProcess())
                    .check(
                            settings(complaint),
                            new CheckOrder(
                                    complaint.entry(),
                                    complaint.recipient(),
                                    complaint.zone().isEmpty()
                                            ? Optional.empty()
                                            : Optional.of(server)));
        }
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
