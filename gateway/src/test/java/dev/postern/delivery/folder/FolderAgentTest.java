package dev.postern.delivery.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.postern.delivery.Answer;
import dev.postern.delivery.BreakingStream;
import dev.postern.delivery.Corpus;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import dev.postern.queue.ServerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class FolderAgentTest {

    private static final Set<PosixFilePermission> PERMISSIONS =
            PosixFilePermissions.fromString("rw-r-----");

    @TempDir private Path folder;

    private FolderAgent agent() {
        return new FolderAgent(folder, PERMISSIONS, new Random(1));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static List<Corpus.Message> corpus() {
        return Corpus.messages();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyMessageArrivesByteForByte(Corpus.Message message) throws Exception {
        Answer answer = agent().hand(Parcels.of(message.octets()));

        assertThat(answer).isEqualTo(new Answer.Taken(folder + "/Q0000000A.eml"));
        assertThat(names()).containsExactly("Q0000000A.eml", "Q0000000A.json");
        assertThat(folder.resolve("Q0000000A.eml")).hasBinaryContent(message.octets());
    }

    @Test
    void sidecarNamesTheEnvelopeOfWhatWasHandedIn() throws Exception {
        agent().hand(Parcels.submitted(new byte[] {1}));

        JsonNode json = new JsonMapper().readTree(folder.resolve("Q0000000A.json"));
        assertThat(json.get("envelopeFrom").asString()).isEqualTo("scanner@example.cz");
        assertThat(json.get("envelopeTo").valueStream().map(JsonNode::asString))
                .containsExactly("petr@example.cz", "žluť@example.cz");
        assertThat(json.get("account").asString()).isEqualTo("printer1");
        assertThat(json.get("mailbox")).isNull();
    }

    @Test
    void sidecarSaysWhatIsKnown() throws Exception {
        byte[] octets =
                """
                From: =?UTF-8?Q?Ji=C5=99=C3=AD?= <jiri@example.cz>, second@example.cz\r
                Subject: =?UTF-8?B?xb1sdcWlb3XEjWvDvSBrxa/FiA==?=\r
                \r
                body\r
                """
                        .getBytes(StandardCharsets.US_ASCII);

        agent().hand(Parcels.of(octets));

        JsonNode json = new JsonMapper().readTree(folder.resolve("Q0000000A.json"));
        assertThat(json.propertyNames())
                .containsExactly(
                        "id",
                        "source",
                        "mailbox",
                        "folder",
                        "uidValidity",
                        "uid",
                        "received",
                        "accepted",
                        "size",
                        "sha256",
                        "messageId",
                        "sender",
                        "subject",
                        "problems");
        assertThat(json.get("id").asString()).isEqualTo("Q0000000A");
        assertThat(json.get("mailbox").asString()).isEqualTo("razr@example.cz");
        assertThat(json.get("folder").asString()).isEqualTo("Doručené");
        assertThat(json.get("uidValidity").asLong()).isEqualTo(1_234_567_890L);
        assertThat(json.get("uid").asLong()).isEqualTo(5);
        assertThat(json.get("accepted").asString()).isEqualTo("2026-11-21T08:00:01.500Z");
        assertThat(json.get("size").asLong()).isEqualTo(octets.length);
        assertThat(json.get("sender").asString()).isEqualTo("jiri@example.cz");
        assertThat(json.get("subject").asString()).isEqualTo("Žluťoučký kůň");
        assertThat(json.get("problems").isEmpty()).isTrue();
    }

    @Test
    void sidecarOfAPop3MessageHasItsUidl() throws Exception {
        byte[] octets = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Parcel parcel =
                new Parcel(
                        Parcels.message("Q0000000A", octets, new ServerId.Uidl("AB\"12")),
                        1,
                        _ -> new ByteArrayInputStream(octets));

        agent().hand(parcel);

        JsonNode json = new JsonMapper().readTree(folder.resolve("Q0000000A.json"));
        assertThat(json.get("uidl").asString()).isEqualTo("AB\"12");
        assertThat(json.has("uid")).isFalse();
    }

    @Test
    void theSecondTimeChangesNothing() throws Exception {
        byte[] octets = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        agent().hand(Parcels.of("Q0000000A", 1, octets));
        var before = Files.getLastModifiedTime(folder.resolve("Q0000000A.eml"));

        Answer answer = agent().hand(Parcels.of("Q0000000A", 2, octets));

        assertThat(answer).isEqualTo(new Answer.Taken(folder + "/Q0000000A.eml was there already"));
        assertThat(names()).containsExactly("Q0000000A.eml", "Q0000000A.json");
        assertThat(Files.getLastModifiedTime(folder.resolve("Q0000000A.eml"))).isEqualTo(before);
    }

    @Test
    void emlAppearsLastAndOnlyWhole() throws Exception {
        byte[] octets = new byte[100_000];
        Parcel parcel =
                new Parcel(
                        Parcels.message("Q0000000A", octets, new ServerId.Uid(1)),
                        1,
                        _ -> new Watching(octets));

        assertThat(agent().hand(parcel)).isInstanceOf(Answer.Taken.class);
    }

    /// Looks, at every read but those for the sidecar, at what is there already.
    private final class Watching extends ByteArrayInputStream {

        Watching(byte[] octets) {
            super(octets);
        }

        @Override
        public synchronized int read(byte[] into, int from, int count) {
            assertThat(folder.resolve("Q0000000A.eml")).doesNotExist();
            if (Files.exists(folder.resolve("Q0000000A.json"))) {
                assertThat(folder.resolve("Q0000000A.json")).isNotEmptyFile();
            }
            return super.read(into, from, Math.min(count, 1_000));
        }
    }

    @Test
    void attemptThatWasCutLeavesNothingBehindInTheEnd() throws Exception {
        Files.writeString(folder.resolve(".Q0000000A.eml.0123456789abcdef.tmp"), "half a mess");
        Files.writeString(folder.resolve(".Q0000000B.eml.0123456789abcdef.tmp"), "of another");
        Files.writeString(folder.resolve("Q0000000A.json"), "{}");

        agent().hand(Parcels.of("Q0000000A", 2, new byte[] {1, 2, 3}));

        assertThat(names())
                .containsExactly(
                        ".Q0000000B.eml.0123456789abcdef.tmp", "Q0000000A.eml", "Q0000000A.json");
        assertThat(folder.resolve("Q0000000A.eml")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void filesHaveTheirPermissionsWhateverTheUmask() throws Exception {
        new FolderAgent(folder, PosixFilePermissions.fromString("rw-rw-r--"), new Random(1))
                .hand(Parcels.of("Subject: x\r\n\r\n"));

        for (String name : names()) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-rw-r--");
        }
    }

    @Test
    void missingFolderIsNotMade() throws Exception {
        Path missing = folder.resolve("mount");

        Answer answer = new FolderAgent(missing, PERMISSIONS, new Random(1)).hand(Parcels.of("x"));

        assertThat(answer)
                .isEqualTo(
                        new Answer.NotNow(
                                "the folder "
                                        + missing
                                        + " does not exist: create it, or mount its file system",
                                Answer.Cause.DESTINATION));
        assertThat(missing).doesNotExist();
    }

    @Test
    void folderWithoutPermissionDefers() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(locked), "root may write everywhere");

        Answer answer = new FolderAgent(locked, PERMISSIONS, new Random(1)).hand(Parcels.of("x"));

        assertThat(answer).isInstanceOf(Answer.NotNow.class);
        assertThat(answer.toString()).contains("may not write in");
    }

    @Test
    void messageThatCannotBeReadToItsEndNeverAppears() throws Exception {
        byte[] octets = new byte[50_000];
        Parcel parcel =
                new Parcel(
                        Parcels.message("Q0000000A", octets, new ServerId.Uid(1)),
                        1,
                        _ -> new BreakingStream(octets));

        Answer answer = agent().hand(parcel);

        assertThat(answer).isInstanceOf(Answer.NotNow.class);
        assertThat(parcel.readFailure()).isPresent();
        assertThat(names()).doesNotContain("Q0000000A.eml").noneMatch(n -> n.endsWith(".tmp"));
    }

    private static Parcel parcel(int number, byte[] octets) {
        return Parcels.of("Q%08d".formatted(number), 1, octets);
    }

    private static Parcel broken(int number) {
        byte[] octets = new byte[100];
        return new Parcel(
                Parcels.message("Q%08d".formatted(number), octets, new ServerId.Uid(5)),
                1,
                _ -> new BreakingStream(octets));
    }

    @Test
    void batchArrivesWholeAndNothingElseIsLeft() throws Exception {
        List<Parcel> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            batch.add(parcel(i, new byte[] {(byte) i}));
        }

        List<Answer> answers = agent().handAll(batch);

        assertThat(answers).hasSize(100).allMatch(Answer.Taken.class::isInstance);
        assertThat(names()).hasSize(200);
        for (int i = 0; i < 100; i++) {
            assertThat(folder.resolve("Q%08d.eml".formatted(i)))
                    .hasBinaryContent(new byte[] {(byte) i});
        }
    }

    @Test
    void batchEndsAtAMessageThatCannotBeRead() throws Exception {
        List<Answer> answers =
                agent().handAll(
                                List.of(
                                        parcel(1, new byte[] {1}),
                                        broken(2),
                                        parcel(3, new byte[] {3})));

        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).isInstanceOf(Answer.Taken.class);
        assertThat(answers.get(1)).isInstanceOf(Answer.NotNow.class);
        assertThat(names()).containsExactly("Q00000001.eml", "Q00000001.json");
    }

    @Test
    void batchEndsAtAFileThatCannotGetItsName() throws Exception {
        Files.createDirectories(folder.resolve("Q00000002.eml/taken"));

        List<Answer> answers =
                agent().handAll(
                                List.of(
                                        parcel(1, new byte[] {1}),
                                        parcel(2, new byte[] {2}),
                                        parcel(3, new byte[] {3})));

        assertThat(answers).hasSize(2);
        assertThat(answers.get(1)).isInstanceOf(Answer.NotNow.class);
        assertThat(names())
                .containsExactly(
                        "Q00000001.eml", "Q00000001.json", "Q00000002.eml", "Q00000002.json");
    }

    @Test
    void interruptedBatchLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> agent().handAll(List.of(parcel(1, new byte[] {1}))))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(names()).isEmpty();
    }

    @Test
    void headerBlockLongerThanWhatIsKeptIsReadAnyway() throws Exception {
        byte[] octets =
                ("X-Long: " + "x".repeat(70_000) + "\r\nSubject: at last\r\n\r\nbody\r\n")
                        .getBytes(StandardCharsets.US_ASCII);

        agent().hand(Parcels.of(octets));

        JsonNode json = new JsonMapper().readTree(folder.resolve("Q0000000A.json"));
        assertThat(json.get("subject").asString()).isEqualTo("at last");
    }
}
