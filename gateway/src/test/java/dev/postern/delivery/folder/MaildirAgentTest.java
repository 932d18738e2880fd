package dev.postern.delivery.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.BreakingStream;
import dev.postern.delivery.Corpus;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import dev.postern.queue.ServerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class MaildirAgentTest {

    private static final byte[] OCTETS = {1, 2, 3};
    private static final String NAME =
            Parcels.ACCEPTED.getEpochSecond() + ".QQ0000000A.postern,S=3";

    @TempDir private Path maildir;

    private Answer hand(Parcel parcel) throws Exception {
        return new MaildirAgent(maildir, new Random(1)).hand(parcel);
    }

    private List<String> in(String part) throws Exception {
        try (Stream<Path> files = Files.list(maildir.resolve(part))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static List<Corpus.Message> corpus() {
        return Corpus.messages();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyMessageArrivesByteForByte(Corpus.Message message) throws Exception {
        assertThat(hand(Parcels.of(message.octets()))).isInstanceOf(Answer.Taken.class);

        assertThat(in("tmp")).isEmpty();
        assertThat(in("cur")).isEmpty();
        assertThat(in("new")).hasSize(1);
        Path file = maildir.resolve("new").resolve(in("new").getFirst());
        assertThat(file).hasBinaryContent(message.octets());
        assertThat(file.toString()).endsWith(",S=" + message.octets().length);
    }

    @Test
    void nameComesFromTheMessageAndFilesAreTheOwnersAlone() throws Exception {
        hand(Parcels.of("Q0000000A", 1, OCTETS));

        assertThat(in("new")).containsExactly(NAME);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(maildir.resolve("new", NAME))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new/", "cur/:2,", "cur/:2,S", "cur/:2,FRSab", "cur/,W=5:2,S"})
    void theSecondTimeAddsNothingWhereverAReaderHasPutIt(String where) throws Exception {
        hand(Parcels.of("Q0000000A", 1, OCTETS));
        int slash = where.indexOf('/');
        Path moved =
                maildir.resolve(where.substring(0, slash))
                        .resolve(NAME + where.substring(slash + 1));
        Files.move(maildir.resolve("new", NAME), moved);

        Answer answer = hand(Parcels.of("Q0000000A", 2, OCTETS));

        assertThat(answer).isEqualTo(new Answer.Taken(moved + " was there already"));
        assertThat(in("new").size() + in("cur").size()).isEqualTo(1);
    }

    @Test
    void attemptThatWasCutIsSweptAway() throws Exception {
        hand(Parcels.of("Q0000000B", 1, OCTETS));
        Files.writeString(maildir.resolve("tmp", "." + NAME + ".0123.tmp"), "half");

        hand(Parcels.of("Q0000000A", 2, OCTETS));

        assertThat(in("tmp")).isEmpty();
        assertThat(in("new")).hasSize(2);
    }

    @Test
    void missingMaildirIsNotMade() throws Exception {
        Path missing = maildir.resolve("mount");

        Answer answer = new MaildirAgent(missing, new Random(1)).hand(Parcels.of(OCTETS));

        assertThat(answer.toString()).contains("does not exist: create it, or mount");
        assertThat(missing).doesNotExist();
    }

    @Test
    void messageThatCannotBeReadToItsEndNeverAppears() throws Exception {
        Parcel parcel =
                new Parcel(
                        Parcels.message("Q0000000A", OCTETS, new ServerId.Uid(1)),
                        1,
                        _ -> new BreakingStream(OCTETS));

        assertThat(hand(parcel)).isInstanceOf(Answer.NotNow.class);
        assertThat(in("new")).isEmpty();
        assertThat(in("tmp")).isEmpty();
    }
}
