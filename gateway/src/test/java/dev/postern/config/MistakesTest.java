package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// One file for each kind of mistake, with the report that a person gets.
///
/// `mistakes/NAME.yaml` is loaded from a folder `/FOLDER` that has a folder `data` and some files;
/// `mistakes/NAME.txt` is what is printed. Wherever a secret stands in such a file it is
/// `never-show-me`.
class MistakesTest {

    private static final String SECRET = "never-show-me";
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "SZR", "a-secret-from-the-environment",
                    "EMPTY", "",
                    "UUID", "44444444-4444-4444-4444-444444444444");

    @TempDir Path folder;

    @BeforeEach
    void lay() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("inbox"));
        Path secret = Files.writeString(folder.resolve("world-readable"), SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @TestFactory
    Stream<DynamicTest> eachMistakeIsReportedWithItsPlaceAndItsRemedy() throws Exception {
        return files().map(yaml ->
                DynamicTest.dynamicTest(yaml.getFileName().toString(), () -> reported(yaml)));
    }

    private void reported(Path yaml) throws IOException {
        String report =
                load(Files.readAllBytes(yaml)).report().replace(folder.toString(), "/FOLDER");
        String name = yaml.getFileName().toString().replace(".yaml", ".txt");

        assertThat(report).doesNotContain(SECRET).doesNotContain(ENVIRONMENT.get("SZR"));
        Renewed.assertSame(Path.of("src/test/resources/dev/postern/config/mistakes", name), report);
    }

    @Test
    void fileThatIsNotUtf8IsReportedWithItsPlace() throws IOException {
        byte[] latin2 = {'d', 'a', 't', 'a', ':', ' ', 'd', '\n', '#', ' ', (byte) 0xE8, '\n'};

        assertThat(load(latin2).report())
                .contains("postern.yaml:2:3: error: a byte that is not UTF-8 (0xE8)");
    }

    @Test
    void fileInUtf16IsReportedAsSuch() throws IOException {
        byte[] utf16 = {(byte) 0xFF, (byte) 0xFE, 'd', 0, 'a', 0};

        assertThat(load(utf16).report()).contains("error: the file is in UTF-16");
    }

    @Test
    void byteOrderMarkOfUtf8IsNoMistake() throws IOException {
        byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'd', 'a', 't', 'a', ':', ' ', 'x'};

        assertThat(load(marked).report()).contains("postern.yaml:1:7: error: data:");
    }

    @Test
    void fileBeyondTheBoundIsNotRead() throws IOException {
        assertThat(load(new byte[(1 << 20) + 1]).report())
                .contains("error: the file is larger than 1 MiB");
    }

    @Test
    void fileThatIsNotThereIsReported() {
        Configuration configuration = Configuration.load(folder.resolve("none.yaml"), Map.of());

        assertThat(configuration.report()).contains("none.yaml: error: there is no such file");
    }

    @Test
    void folderInPlaceOfTheFileIsReported() {
        assertThat(Configuration.load(folder, Map.of()).report()).contains("error: it is a folder");
    }

    @Test
    void reportEndsWithWhatItDidNotShow() throws IOException {
        var yaml = new StringBuilder("data: data\n");
        for (int i = 0; i < 150; i++) {
            yaml.append("unknown-").append(i).append(": 1\n");
        }

        Configuration configuration =
                load(yaml.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(configuration.report())
                .endsWith("100 errors, 0 warnings, and 50 more that are not shown\n");
    }

    private Configuration load(byte[] yaml) throws IOException {
        return Configuration.load(Files.write(folder.resolve("postern.yaml"), yaml), ENVIRONMENT);
    }

    private static Stream<Path> files() throws IOException, URISyntaxException {
        var here = Objects.requireNonNull(MistakesTest.class.getResource("mistakes"));
        try (Stream<Path> files = Files.list(Path.of(here.toURI()))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
