package dev.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.postern.audit.sheet.UnreadableException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A target of `bench/fuzz`: whatever is in an export, CSV or JSON, in whatever characters, it is
/// read or refused with its name; and what it says becomes no markup and no formula in a report.
public final class AuditFuzz {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Path FILE = file();

    private AuditFuzz() {}

    private static Path file() {
        try {
            Path file = Files.createTempFile("postern-fuzz-", ".csv");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        Audit audit;
        try {
            audit =
                    Audit.of(
                            new Audit.Terms(
                                    List.of(FILE),
                                    List.of(),
                                    Map.of(),
                                    List.of("example.cz"),
                                    Duration.ofDays(7),
                                    Optional.empty()),
                            NOW,
                            (_, _) -> {});
        } catch (UnreadableException e) {
            assertThat(e.getMessage()).contains(FILE.toString());
            return;
        }
        StringWriter html = new StringWriter();
        HtmlReport.write(audit, Texts.of("en"), html);
        String page = html.toString().toLowerCase(Locale.ROOT);
        assertThat(page).doesNotContain("<script", "<img", "<iframe", "javascript:");
        assertThat(page.split("</html>", -1)).hasSize(2);
        StringWriter table = new StringWriter();
        CsvReport.write(audit, Texts.of("en"), table);
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(table.toString())) {
            rows.stream()
                    .flatMap(row -> row.getFields().stream())
                    .forEach(value -> assertThat(value).doesNotMatch("(?s)[=+@\\t\\r-].*"));
        }
    }
}
