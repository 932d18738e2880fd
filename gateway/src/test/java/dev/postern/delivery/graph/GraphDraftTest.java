package dev.postern.delivery.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.RestScene;
import dev.postern.lab.RestServices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class GraphDraftTest {

    private static final int MIB = 1 << 20;
    private static final String HEADER =
            """
            From: No reply <noreply@example.cz>
            To: Razr <razr@example.cz>, other@example.com
            Cc: cc@example.com
            Reply-To: Help <help@example.cz>
            Subject: =?UTF-8?Q?=C5=BDlu=C5=A5?=
            X-One: 1
            X-Two: 2
            X-Three: 3
            X-Four: 4
            X-Five: 5
            X-Six: 6
            MIME-Version: 1.0
            """;

    @TempDir static Path folder;
    private static RestScene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new RestScene(folder);
    }

    @BeforeEach
    void renew() throws Exception {
        scene.renew();
    }

    @AfterAll
    static void close() throws Exception {
        scene.close();
    }

    private static Answer hand(Parcel parcel) throws Exception {
        try (GraphAgent agent =
                new GraphAgent(
                        GraphScene.settings(scene, Optional.of(folder)),
                        scene.lab.clientContext(),
                        scene.lab.clock())) {
            return agent.hand(parcel);
        }
    }

    private static Answer handWith(String fault, byte[]... files) throws Exception {
        RestServices.plan(scene.lab.rest().graphFaults(), fault);
        return hand(parcel(mail(files)));
    }

    private static Parcel parcel(String mail) {
        return RestScene.parcel(
                mail,
                GraphScene.NOREPLY,
                List.of(),
                "razr@example.cz",
                "cc@example.com",
                "hidden@example.com");
    }

    private static byte[] file(int octets) {
        byte[] content = new byte[octets];
        new Random(octets).nextBytes(content);
        return content;
    }

    /// A message with a text and these files.
    private static String mail(byte[]... files) {
        StringBuilder mail = new StringBuilder(HEADER);
        mail.append("Content-Type: multipart/mixed; boundary=m\n\n--m\n")
                .append("Content-Type: text/html; charset=utf-8\n\n<b>žlutý</b>\n");
        for (byte[] file : files) {
            mail.append("--m\nContent-Type: application/octet-stream\n")
                    .append("Content-Disposition: attachment; filename=scan.bin\n")
                    .append("Content-Transfer-Encoding: base64\n\n")
                    .append(Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(file))
                    .append('\n');
        }
        return mail.append("--m--\n").toString();
    }

    /// The files of the message that was sent, in their order.
    private static List<byte[]> filesSent() throws Exception {
        Pattern file = Pattern.compile("scan\\.bin.*?\r\n\r\n(.*?)\r\n--", Pattern.DOTALL);
        return file.matcher(scene.text()).results().map(GraphDraftTest::decoded).toList();
    }

    private static byte[] decoded(MatchResult found) {
        return Base64.getMimeDecoder().decode(found.group(1).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {5 * MIB, 20 * MIB})
    void largeFileArrivesOctetForOctet(int octets) throws Exception {
        byte[] file = file(octets);

        assertThat(hand(parcel(mail(file)))).isInstanceOf(Answer.Taken.class);

        assertThat(filesSent()).hasSize(1);
        assertThat(Arrays.equals(filesSent().getFirst(), file)).isTrue();
        assertThat(scene.lab.rest().graphDrafts()).isZero();
    }

    @Test
    void everybodyOfTheHandOverGetsItAndNobodyElse() throws Exception {
        byte[] small = file(100_000);
        byte[] medium = file(2_500_000);

        Answer answer = hand(parcel(mail(small, medium, small)));

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(scene.sent().getFirst().envelope().addresses())
                .containsExactly("razr@example.cz", "cc@example.com", "hidden@example.com");
        assertThat(scene.text().substring(0, 2_000))
                .contains("<razr@example.cz>", "<help@example.cz>", "X-Five: 5", "text/html")
                .contains("Subject: =?UTF-8?B?xb1sdcWl?=")
                .doesNotContain("other@example.com", "hidden@example.com", "X-Six");
        assertThat(filesSent()).containsExactly(small, small, medium);
    }

    @ParameterizedTest
    @CsvSource({
        "error status=500 code=InternalServerError message=no of=attachments times=1",
        "error status=500 code=InternalServerError message=no of=createUploadSession times=1",
        "error status=500 code=InternalServerError message=no of=upload times=1",
        "lose-reply of=upload times=1",
        "pretend status=200 of=upload times=1",
        "html status=200 of=createUploadSession times=1",
        "error status=404 code=ErrorItemNotFound message=no of=send times=1",
        "error status=500 code=InternalServerError message=no of=send times=1",
    })
    void failureOnTheWayLeavesNoDraft(String fault) throws Exception {
        assertThat(handWith(fault, file(2_500_000), file(4 * MIB)))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> assertThat(later.cause()).isEqualTo(Cause.UNKNOWN));

        assertThat(scene.sent()).isEmpty();
        assertThat(scene.lab.rest().graphDrafts()).isZero();
    }

    @Test
    void lostReplyToTheLastStepIsUnclear() throws Exception {
        assertThat(handWith("lose-reply of=send times=1", file(3 * MIB)))
                .isInstanceOf(Answer.Unclear.class);
        assertThat(scene.sent()).hasSize(1);
    }

    @Test
    void missingRightToWriteIsForAnAdministrator() throws Exception {
        scene.lab.directory().patch("/tenants/example/apps/gateway/roles", "{graph: [Mail.Send]}");

        assertThat(hand(parcel(mail(file(3 * MIB)))))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> {
                            assertThat(later.cause()).isEqualTo(Cause.ADMINISTRATOR);
                            assertThat(later.reason()).contains("Mail.ReadWrite");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "error status=400 code=BadRequest message=no of=messages times=1",
        "error status=413 code=ErrorMessageSizeExceeded message=no of=send times=1",
        "pretend status=200 of=send times=1",
    })
    void whatGraphDoesNotLikeOfTheDraftGoesAnotherWay(String fault) throws Exception {
        assertThat(handWith(fault, file(3 * MIB))).isInstanceOf(Answer.OtherWay.class);
        assertThat(scene.lab.rest().graphDrafts()).isZero();
    }

    @Test
    void senderThatTheMailboxMayNotBeIsRefused() throws Exception {
        String mail = mail(file(3 * MIB)).replace("<noreply@", "<razr@");

        assertThat(hand(parcel(mail))).isInstanceOf(Answer.Refused.class);
        assertThat(scene.lab.rest().graphDrafts()).isZero();
    }

    @Test
    void authorWhomTheMailboxMayBeIsNamed() throws Exception {
        scene.lab
                .directory()
                .patch(
                        "/tenants/example/exchange/mailboxes/razr@example.cz",
                        "{send-as: [noreply@example.cz]}");
        String mail = mail(file(3 * MIB)).replace("<noreply@", "<razr@");

        assertThat(hand(parcel(mail))).isInstanceOf(Answer.Taken.class);
        assertThat(scene.sent().getFirst().envelope().sender()).isEqualTo("razr@example.cz");
    }

    @Test
    void whatJsonCannotSayGoesAnotherWay() throws Exception {
        String signed = mail(file(3 * MIB)).replace("multipart/mixed", "multipart/signed");

        assertThat(hand(parcel(signed)))
                .isInstanceOfSatisfying(
                        Answer.OtherWay.class,
                        other -> assertThat(other.reply().words()).contains("signed"));
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void headerThatNamesOthersGoesAnotherWayIfThereIsOne() throws Exception {
        Parcel parcel =
                RestScene.parcel(
                        mail(file(3 * MIB)),
                        GraphScene.NOREPLY,
                        List.of("next"),
                        "razr@example.cz");

        assertThat(hand(parcel)).isInstanceOf(Answer.OtherWay.class);
        assertThat(scene.sent()).isEmpty();
    }
}
