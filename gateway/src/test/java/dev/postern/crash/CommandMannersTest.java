package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person meets who types commands while no service runs.
@Tag("crash")
class CommandMannersTest {

    @TempDir private Path folder;
    private Household house;

    @BeforeEach
    void open() throws Exception {
        house = new Household(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private PosternProcess.Result bare(String... arguments) throws Exception {
        return PosternProcess.run(house.setting, arguments);
    }

    @Test
    void withoutACommandItSaysWhichThereAre() throws Exception {
        PosternProcess.Result result = bare();

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Name a command", "collect", "queue", "status");
    }

    @Test
    void wrongOptionsAreNamed() throws Exception {
        PosternProcess.Result result = bare("queue", "list", "--stat", "parked");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--stat").contains("--state");
    }

    @Test
    void allMistakesOfTheSettingsAreNamedBeforeTheServiceStarts() throws Exception {
        house.change("after: delete", "after: burn");
        house.change("tenant: lab, every", "tenant: lob, every");

        PosternProcess.Result result = house.postern("run");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("collect.requests.after", "collect.invoices.after", "`lob`")
                .contains("4 errors")
                .doesNotContain("Exception");
    }

    @Test
    void missingDataFolderIsNamedByEveryCommand() throws Exception {
        house.change("data: data", "data: away");

        assertThat(house.postern("run").err()).contains("away does not exist");
        PosternProcess.Result list = house.postern("queue", "list");
        assertThat(list.code()).isEqualTo(2);
        assertThat(list.err()).contains("There is no queue in").contains("away");
        assertThat(house.postern("status").code()).isEqualTo(2);
        assertThat(folder.resolve("away")).doesNotExist();
    }

    @Test
    void queueThatWasNeverUsedIsNotMadeByLookingAtIt() throws Exception {
        PosternProcess.Result result = house.postern("queue", "list");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("nothing was collected with these settings yet");
        assertThat(folder.resolve("data")).isEmptyDirectory();
    }

    @Test
    void unknownMailboxIsAnsweredWithThoseThereAre() throws Exception {
        PosternProcess.Result result = house.postern("collect", "reqests", "--once");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'reqests'", "requests, invoices");
    }

    @Test
    void dryRunShowsWhatIsThereAndChangesNothing() throws Exception {
        house.letters.send(Scene.IMAP, 3);

        PosternProcess.Result result = house.postern("collect", "requests", "--dry-run");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(3);
        assertThat(result.err()).contains("3 of 3 messages would be taken");
        assertThat(house.scene.left()).isEqualTo(3);
        assertThat(house.postern("queue", "list", "--state", "any").out()).isEmpty();
    }

    @Test
    void visitByHandAnswersScriptsInAFixedForm() throws Exception {
        house.letters.send(Scene.POP3, 4);

        PosternProcess.Result result = house.postern("collect", "invoices", "--once", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.out().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"mailbox\":\"invoices\",\"taken\":4,\"handedOver\":4,\"parked\":0,\"left\":0,\"failed\":0}");
        assertThat(house.scene.left()).isZero();
        assertThat(house.inInbox()).isEqualTo(4);
        assertThat(house.scene.application.taken()).hasSize(4);
    }

    @Test
    void visitByHandEndsSoonWhenADestinationIsAway() throws Exception {
        house.letters.send(Scene.IMAP, 5);
        house.scene.application.close();

        PosternProcess.Result result = house.postern("collect", "requests", "--once", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.out().replaceAll("\\s", ""))
                .contains("\"taken\":5,\"handedOver\":0,\"parked\":0,\"left\":0,\"failed\":0");
        PosternProcess.Result queue = house.postern("queue", "list");
        assertThat(queue.out().lines()).hasSize(5).allMatch(line -> line.contains("app waiting"));
    }

    @Test
    void readerWhoHasReadEnoughIsNoTrouble() throws Exception {
        house.letters.send(Scene.IMAP, 50);
        house.letters.send(Scene.IMAP, 50);
        assertThat(house.postern("collect", "requests", "--once").code()).isZero();

        String pipe =
                "\"$@\" queue list --state any --json -c postern.yaml | head -n 1; exit ${PIPESTATUS[0]}";
        PosternProcess.Result result = shell(pipe);

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("[ {\n");
    }

    @Test
    void outputThatGetsLostIsAFailure() throws Exception {
        house.letters.send(Scene.IMAP, 1);
        assertThat(house.postern("collect", "requests", "--once").code()).isZero();

        PosternProcess.Result result =
                shell("\"$@\" queue list --state any -c postern.yaml > /dev/full");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("could not be written in full: No space left on device");
    }

    private PosternProcess.Result shell(String script) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("bash", "-c", script, "postern"));
        command.addAll(PosternProcess.command(house.setting));
        return PosternProcess.finish(
                folder, new ProcessBuilder(command).directory(folder.toFile()));
    }

    @Test
    void folderOnAReadOnlyDiskIsRefusedWithAWord() throws Exception {
        try (Mount mount = Mount.on(folder.resolve("data"), "size=32m")) {
            assertThat(house.postern("collect", "requests", "--once").code()).isZero();
            mount.remount("ro");

            for (List<String> command :
                    List.of(
                            List.of("run"),
                            List.of("collect", "requests", "--once"),
                            List.of("queue", "list"))) {
                PosternProcess.Result result = house.postern(command.toArray(String[]::new));
                assertThat(result.code()).as("%s", command).isEqualTo(2);
                assertThat(result.err())
                        .as("%s", command)
                        .containsIgnoringCase("read-only")
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void socketOfAFolderWithALongPathIsFound() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 6; i++) {
            deep = deep.resolve("a-folder-with-a-long-name");
        }
        Files.createDirectories(deep);
        house.change("data: data", "data: " + deep);
        try (PosternProcess service = house.service()) {
            assertThat(house.postern("status").code()).isZero();
            service.signal("TERM");
            assertThat(service.await().code()).isZero();
        }
    }

    @Test
    void variablesThatOnlyTheServiceKnowsDoNotHideIt() throws Exception {
        house.change("${file:client-secret}", "${env:CLIENT_SECRET}");
        PosternProcess.Setting knowing =
                house.setting.knowing(Map.of("CLIENT_SECRET", "lab-secret"));
        try (PosternProcess service =
                PosternProcess.start(knowing, "run", "-c", house.scene.settings.toString())) {
            assertThat(service.says("started: ")).isTrue();

            assertThat(house.postern("status").code()).isZero();
            assertThat(house.postern("queue", "list").code()).isZero();
            assertThat(house.postern("config", "reload").out()).contains("nothing changed");
        }
    }
}
