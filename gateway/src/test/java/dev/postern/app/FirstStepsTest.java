package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.control.ExplainReport;
import dev.postern.control.InitReport;
import dev.postern.control.Operations.Named;
import dev.postern.control.Question;
import dev.postern.control.SetupReport;
import dev.postern.control.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstStepsTest {

    @TempDir private Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("postern.yaml");
        Files.writeString(folder.resolve("secret"), "x");
        FirstSteps.init(
                file,
                Map.of(
                        Question.TENANT,
                        "22222222-2222-2222-2222-222222222222",
                        Question.CLIENT,
                        "11111111-1111-1111-1111-111111111111",
                        Question.CREDENTIAL,
                        "file:" + folder.resolve("secret"),
                        Question.MAILBOX,
                        "razr@example.cz",
                        Question.DESTINATION,
                        folder.toString(),
                        Question.DATA,
                        folder.toString()));
        return file;
    }

    @Test
    void theFirstSettingsAreRight() throws IOException {
        assertThat(SettingsFile.check(written()).valid()).isTrue();
    }

    @Test
    void settingsThatAreThereAreNotTouched() throws IOException {
        Path file = written();
        String before = Files.readString(file);
        assertThatThrownBy(this::written)
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("postern-2.yaml");
        assertThat(file).hasContent(before);
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() {
        assertThatThrownBy(() -> FirstSteps.init(folder.resolve("x.yaml"), Map.of()))
                .hasMessageContaining("tenant")
                .hasMessageContaining("mailbox");
        assertThat(folder.resolve("x.yaml")).doesNotExist();
    }

    @Test
    void theNextCommandsAreNamed() throws IOException {
        InitReport report =
                FirstSteps.init(
                        folder.resolve("a.yaml"),
                        Map.of(
                                Question.TENANT, "example.cz",
                                Question.CREDENTIAL, "managed",
                                Question.MAILBOX, "razr@example.cz"));
        assertThat(report.next()).hasSize(3).allMatch(command -> command.endsWith("a.yaml"));
    }

    @ParameterizedTest
    @CsvSource({
        "JOB, collect, true",
        "JOB, both, false",
        "TENANT, common, false",
        "TENANT, contoso.com, true",
        "CLIENT, '', true",
        "CLIENT, 1111, false",
        "CREDENTIAL, env:POSTERN_SECRET, true",
        "CREDENTIAL, 'file:/run/secrets/x', true",
        "CREDENTIAL, 'file:/run/${x}', false",
        "CREDENTIAL, very-secret~value, false",
        "MAILBOX, o'brien@example.cz, true",
        "MAILBOX, nobody, false",
        "DESTINATION, 'https://app.example.cz/mail', true",
        "DESTINATION, 'ftp://app.example.cz', false",
        "DESTINATION, /srv/inbox, true",
        "DATA, '${env:X}', false",
    })
    void answersAreCheckedAtOnce(Question question, String answer, boolean right) {
        assertThat(FirstSteps.mistake(question, answer).isEmpty()).isEqualTo(right);
    }

    @Test
    void scriptsAreWrittenForThisUserAlone() throws IOException {
        Path out = folder.resolve("setup");
        SetupReport report =
                FirstSteps.setup(
                        written(), List.of("inbox"), out, Gateway.Environment.ofThisProcess());
        assertThat(report.files())
                .containsExactly("main-README.txt", "main-1-entra.sh", "main-2-exchange.ps1");
        assertThat(Files.getPosixFilePermissions(out))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(out.resolve("main-1-entra.sh")).isExecutable();
    }

    @Test
    void aNameThatIsNotThereIsRefused() throws IOException {
        Path file = written();
        assertThatThrownBy(() ->
                        FirstSteps.setup(
                                file,
                                List.of("raz"),
                                folder.resolve("s"),
                                Gateway.Environment.ofThisProcess()))
                .hasMessageContaining("raz");
    }

    @Test
    void explanationsAreFilledInFromTheSettings() throws IOException {
        ExplainReport report =
                Advisory.explain(
                        "BAD User is authenticated but not connected.",
                        Optional.of(new Named(written(), "inbox")));
        assertThat(report.findings().getFirst().code()).isEqualTo("D5");
        assertThat(report.findings().getFirst().causes().getFirst().mends().getFirst().command())
                .startsWith("Add-MailboxPermission -Identity razr@example.cz ");
    }

    @Test
    void anEntryThatIsNoWayOutCannotBeExplainedFor() throws IOException {
        Path file = written();
        assertThatThrownBy(() -> Advisory.explain("x", Optional.of(new Named(file, "application"))))
                .isInstanceOf(UnusableException.class);
    }
}
