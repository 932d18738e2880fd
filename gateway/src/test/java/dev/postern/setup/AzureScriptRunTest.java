package dev.postern.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Azure script, run by a real shell with an `az` that writes down what it is told.
@Tag("slow")
class AzureScriptRunTest {

    private static final String OBJECT = "33333333-3333-3333-3333-333333333333";

    /// Answers as an empty tenant does, but for what was made before. A made thing is a file.
    private static final String AZ =
            """
            #!/usr/bin/env bash
            state=$(dirname "$0")/state; mkdir -p "$state"
            { printf '%%s\\x1f' "$@"; printf '\\n'; } >>"$state/log"
            has() { [ -e "$state/$1" ]; }
            case "$*" in
              'account show'*) echo 22222222-2222-2222-2222-222222222222 ;;
              'ad app show --id 0000'*) exit 3 ;;
              'ad app show'*) exit 0 ;;
              'ad app create'*) echo 77777777-7777-7777-7777-777777777777 ;;
              'ad sp show --id 00000002'*) echo 5e5addcd-3e8d-4e90-baf5-964efab2b20a ;;
              'ad sp show'*) if has principal; then echo %s; else exit 3; fi ;;
              'ad sp create'*) touch "$state/principal" ;;
              'ad app permission list'*) if has permission; then echo 5e5addcd-3e8d-4e90-baf5-964efab2b20a; fi ;;
              'ad app permission delete'*) rm "$state/permission" ;;
              'ad app credential delete'*) rm "$state/secret" ;;
              'ad app permission add'*) touch "$state/permission" ;;
              'ad app credential list'*) if has secret; then echo key; fi ;;
              'ad app credential reset'*) touch "$state/secret"; echo made-up-secret ;;
              'communication email domain create'*) touch "$state/domain" ;;
              'communication email domain show'*) if has domain; then echo Verified; else exit 3; fi ;;
              'communication create'*) touch "$state/acs" ;;
              'communication show'*) if has acs; then echo /acs; else exit 3; fi ;;
              *' show '*) exit 3 ;;
            esac
            """
                    .formatted(OBJECT);

    @TempDir private Path folder;

    @BeforeEach
    void fakeAzure() throws IOException {
        assumeThat(Path.of("/bin/bash")).exists();
        Path az = folder.resolve("az");
        Files.writeString(az, AZ);
        Files.setPosixFilePermissions(az, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void checkingChangesNothingAndTellsWhatIsMissing() throws Exception {
        Ran ran = run(Scene.ALL, "razr", "--check-only");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("missing  permission IMAP.AccessAsApp");
        assertThat(calls()).isNotEmpty().noneMatch(AzureScriptRunTest::changes);
        assertThat(folder.resolve("szr.secret")).doesNotExist();
    }

    @Test
    void whatWasDoneIsNotDoneAgain() throws Exception {
        Ran first = run(Scene.ALL, "razr", "--yes");
        List<List<String>> changes = calls().stream().filter(AzureScriptRunTest::changes).toList();
        Files.delete(folder.resolve("state/log"));
        Ran second = run(Scene.ALL, "razr", "--yes");

        assertThat(first.code()).as(first.output()).isZero();
        assertThat(changes)
                .contains(
                        List.of(
                                "ad",
                                "app",
                                "permission",
                                "add",
                                "--id",
                                "11111111-1111-1111-1111-111111111111",
                                "--api",
                                "00000002-0000-0ff1-ce00-000000000000",
                                "--api-permissions",
                                "5e5addcd-3e8d-4e90-baf5-964efab2b20a=Role",
                                "-o",
                                "none"));
        assertThat(folder.resolve("szr.object-id")).hasContent(OBJECT);
        assertThat(Files.getPosixFilePermissions(folder.resolve("szr.secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(second.code()).as(second.output()).isZero();
        assertThat(calls().stream().filter(AzureScriptRunTest::changes))
                .allMatch(
                        call -> call.contains("admin-consent"), "consent alone is asked for anew");
    }

    @Test
    void nothingIsDoneWithoutAYes() throws Exception {
        Ran ran = run(Scene.ALL, "razr");

        assertThat(ran.output()).contains("[y/N]", "left as it is");
        assertThat(calls()).noneMatch(AzureScriptRunTest::changes);
    }

    @Test
    void undoingTakesBackWhatTheScriptMade() throws Exception {
        Ran made = run(Scene.ALL, "razr", "--yes");
        Ran ran = run(Scene.ALL, "razr", "--undo", "--yes");

        assertThat(made.code()).as(made.output()).isZero();
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(calls())
                .map(call -> String.join(" ", call))
                .anyMatch(call -> call.startsWith("ad app permission delete"))
                .anyMatch(call -> call.startsWith("ad app credential delete"))
                .anyMatch(call -> call.startsWith("ad sp delete"))
                .as("the registration was there before")
                .noneMatch(call -> call.startsWith("ad app delete"));
        assertThat(ran.output()).contains("left: application 11111111");

        Files.delete(folder.resolve("state/log"));
        Ran again = run(Scene.ALL, "razr", "--undo", "--yes");
        assertThat(again.code()).as(again.output()).isZero();
        assertThat(calls()).noneMatch(AzureScriptRunTest::changes);
    }

    @Test
    void undoingLeavesWhatWasThereBefore() throws Exception {
        Files.createDirectory(folder.resolve("state"));
        for (String there : List.of("principal", "permission", "secret")) {
            Files.createFile(folder.resolve("state").resolve(there));
        }
        Ran made = run(Scene.ALL, "razr", "--yes");
        Ran ran = run(Scene.ALL, "razr", "--undo", "--yes");

        assertThat(made.code()).as(made.output()).isZero();
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output())
                .contains("left: permission", "left: application", "not made by this script");
        assertThat(calls()).noneMatch(call -> call.contains("delete"));
    }

    @Test
    void registrationThatTheScriptMadeIsFoundAgainAndDeleted() throws Exception {
        String without =
                Scene.ALL.replace(
                        "11111111-1111-1111-1111-111111111111",
                        "00000000-0000-0000-0000-000000000000");
        Ran made = run(without, "razr", "--yes");
        Ran ran = run(without, "razr", "--undo", "--yes");

        assertThat(made.code()).as(made.output()).isZero();
        assertThat(made.output()).contains("client-id: 77777777-7777-7777-7777-777777777777");
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(calls())
                .map(call -> String.join(" ", call))
                .contains("ad app delete --id 77777777-7777-7777-7777-777777777777 -o none");
    }

    @Test
    void namesReachAzureAsTheyAre() throws Exception {
        Ran ran = run(Scene.HOSTILE, "acs", "--yes");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .as(ran.output())
                    .doesNotContain("pwned");
        }
        assertThat(calls())
                .anyMatch(call ->
                        call.contains("smtp-username")
                                && call.contains("x'; $(touch pwned) `touch pwned` \u2019 \""))
                .anyMatch(call -> call.contains("sender-username") && call.contains("o'b$x"));
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeThat(Path.of("/usr/bin/shellcheck")).exists();
        String managed =
                Scene.ALL
                        .replace("    client-id: 11111111-1111-1111-1111-111111111111\n", "")
                        .replace("{secret: \"${env:SECRET}\"}", "{managed-identity: system}");
        int number = 0;
        for (String yaml : List.of(Scene.ALL, Scene.HOSTILE, managed)) {
            Path file = folder.resolve(number++ + ".sh");
            Files.writeString(file, Scene.files(folder, yaml, "szr").get("szr-1-entra.sh"));
            Ran ran = start(new ProcessBuilder("shellcheck", file.toString()));
            assertThat(ran.output()).isEmpty();
            assertThat(ran.code()).isZero();
        }
    }

    /// Exit code and all output of a process.
    private record Ran(int code, String output) {}

    private Ran run(String yaml, String name, String... options) throws Exception {
        Path script = folder.resolve("szr-1-entra.sh");
        Files.writeString(script, Scene.files(folder, yaml, name).get("szr-1-entra.sh"));
        List<String> command =
                Stream.concat(Stream.of("/bin/bash", script.toString()), Stream.of(options))
                        .toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        environment.put("POSTERN_SETUP_WAIT", "0");
        environment.put("RESOURCE_GROUP", "rg");
        environment.put("ACS_NAME", "acs");
        environment.put("EMAIL_SERVICE", "mail");
        return start(builder);
    }

    private static Ran start(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    private List<List<String>> calls() throws IOException {
        List<List<String>> calls = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("state/log"))) {
            calls.add(List.of(line.substring(0, line.length() - 1).split("\u001f", -1)));
        }
        return calls;
    }

    private static boolean changes(List<String> call) {
        return Stream.of(
                        "add",
                        "create",
                        "reset",
                        "update",
                        "delete",
                        "admin-consent",
                        "initiate-verification")
                .anyMatch(call::contains);
    }
}
