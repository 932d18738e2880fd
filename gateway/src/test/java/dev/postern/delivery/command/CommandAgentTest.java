package dev.postern.delivery.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.BreakingStream;
import dev.postern.delivery.Corpus;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import dev.postern.queue.ServerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Slower than other unit tests: every case starts a program, and two wait for one that does not
/// end.
@Tag("slow")
class CommandAgentTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] LARGE = new byte[1_000_000];

    @TempDir private Path folder;

    private static Answer run(Parcel parcel, Duration limit, String... line) throws Exception {
        return new CommandAgent(new CommandSettings(List.of(line), limit)).hand(parcel);
    }

    private static Answer sh(Parcel parcel, String script) throws Exception {
        return run(parcel, LONG, "/bin/sh", "-c", script);
    }

    static List<Corpus.Message> corpus() {
        return Corpus.messages();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyMessageArrivesByteForByte(Corpus.Message message) throws Exception {
        Path file = folder.resolve("out");

        Answer answer =
                run(Parcels.of(message.octets()), LONG, "/bin/dd", "status=none", "of=" + file);

        assertThat(answer).isEqualTo(new Answer.Taken("/bin/dd ended with exit status 0"));
        assertThat(file).hasBinaryContent(message.octets());
    }

    @Test
    void exitStatus75DefersWithTheProgramsWords() throws Exception {
        Answer answer = sh(Parcels.of("x"), "echo 'database  is'; echo locked >&2; exit 75");

        assertThat(answer)
                .isEqualTo(
                        new Answer.NotNow(
                                "/bin/sh ended with exit status 75: database is locked",
                                Cause.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 65, 74, 76, 77, 126, 127, 128, 255})
    void otherStatusesRefuse(int status) throws Exception {
        assertThat(sh(Parcels.of("x"), "exit " + status))
                .isEqualTo(new Answer.Refused("/bin/sh ended with exit status " + status));
    }

    @Test
    void programEndedByASignalDefers() throws Exception {
        assertThat(sh(Parcels.of("x"), "kill -KILL $$"))
                .isEqualTo(new Answer.NotNow("/bin/sh was ended by signal 9", Cause.UNKNOWN));
    }

    @Test
    void argumentsAreGivenAsTheyAre() throws Exception {
        Path file = folder.resolve("out");

        run(
                Parcels.of("x"),
                LONG,
                "/bin/sh",
                "-c",
                "printf '%s|' \"$@\" >" + file,
                "name",
                "$(touch x)",
                "a b",
                "*");

        assertThat(file).hasContent("$(touch x)|a b|*|");
    }

    @Test
    void environmentNamesTheEnvelopeOfWhatWasHandedIn() throws Exception {
        Path file = folder.resolve("out");

        sh(Parcels.submitted(new byte[] {1}), "env >" + file);

        assertThat(Files.readAllLines(file))
                .contains(
                        "POSTERN_ENVELOPE_FROM=scanner@example.cz",
                        "POSTERN_ENVELOPE_TO=petr@example.cz, žluť@example.cz",
                        "POSTERN_RECIPIENTS=2",
                        "POSTERN_ACCOUNT=printer1",
                        "POSTERN_PEER=10.20.0.7",
                        "POSTERN_PROTOCOL=ESMTPSA")
                .noneMatch(line -> line.startsWith("POSTERN_MAILBOX"));
    }

    @Test
    void environmentHoldsWhatIsKnownAndNothingOfOurs() throws Exception {
        Path file = folder.resolve("out");
        byte[] message =
                "From: Jan <jan@example.cz>\r\nSubject: a\r\n =?utf-8?q?b=0A=00c?=\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);

        Answer answer = sh(Parcels.of(message), "env >" + file);

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .contains(
                        "POSTERN_MESSAGE=Q0000000A",
                        "POSTERN_MAILBOX=razr@example.cz",
                        "POSTERN_UID=5",
                        "POSTERN_UIDVALIDITY=1234567890",
                        "POSTERN_SENDER=jan@example.cz",
                        "POSTERN_SUBJECT=a b c",
                        "POSTERN_SIZE=" + message.length);
        assertThat(
                        lines.stream()
                                .map(line -> line.substring(0, Math.max(0, line.indexOf('='))))
                                .filter(name -> !name.startsWith("POSTERN_"))
                                .collect(Collectors.toSet()))
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "TZ",
                        "TMPDIR",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void programThatDoesNotReadItsInputMayStillTakeIt() throws Exception {
        assertThat(sh(Parcels.of(LARGE), "exit 0")).isInstanceOf(Answer.Taken.class);
    }

    @Test
    void largeOutputIsReadOverAndCut() throws Exception {
        Answer answer =
                sh(Parcels.of(LARGE), "head -c 300000 /dev/zero | tr '\\0' x; cat >/dev/null");

        assertThat(((Answer.Taken) answer).words())
                .startsWith("/bin/sh ended with exit status 0: xxx")
                .hasSizeLessThan(600);
    }

    @Test
    @Tag("slow")
    void programThatTakesTooLongIsKilledWithAllItStarted() throws Exception {
        Path pids = folder.resolve("pids");

        Answer answer =
                run(
                        Parcels.of(LARGE),
                        Duration.ofMillis(400),
                        "/bin/sh",
                        "-c",
                        "sleep 1000 & echo $! $$ >" + pids + "; echo waiting; wait");

        assertThat(answer).isInstanceOf(Answer.NotNow.class);
        assertThat(((Answer.NotNow) answer).cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(answer.toString())
                .contains("/bin/sh was killed, because it did not end within PT0.4S: waiting");
        for (String pid : Files.readString(pids).strip().split(" ", -1)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> process.onExit().join());
        }
    }

    @Test
    @Tag("slow")
    void grandchildThatKeepsThePipesOpenDoesNotHoldUpTheHandOver() throws Exception {
        Path pid = folder.resolve("pid");

        Answer answer = sh(Parcels.of("x"), "sleep 1000 & echo $! >" + pid + "; exit 0");

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void missingProgramIsAMatterOfTheSettings() throws Exception {
        Answer answer = run(Parcels.of("x"), LONG, folder + "/nowhere", "--key=s3cret");

        assertThat(answer).isInstanceOf(Answer.NotNow.class);
        assertThat(((Answer.NotNow) answer).cause()).isEqualTo(Cause.DESTINATION);
        assertThat(answer.toString())
                .contains("could not start " + folder + "/nowhere: check that it is there")
                .doesNotContain("s3cret");
    }

    @Test
    void messageThatCannotBeReadToItsEndIsNotTaken() throws Exception {
        Path file = folder.resolve("out");
        Parcel parcel =
                new Parcel(
                        Parcels.message("Q0000000A", LARGE, new ServerId.Uid(1)),
                        1,
                        _ -> new BreakingStream(LARGE));

        Answer answer = sh(parcel, "cat >/dev/null && echo whole >" + file);

        assertThat(answer).isNotInstanceOf(Answer.Taken.class);
        assertThat(parcel.readFailure()).isPresent();
        assertThat(file).doesNotExist();
    }
}
