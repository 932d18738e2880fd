package dev.postern.delivery.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.RestScene;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.lab.RestServices;
import dev.postern.lab.acs.Operations;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.token.Scope;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class AcsAgentTest {

    private static final String KEY = "bGFiLWFjcy1rZXktcHJpbWFyeS0wMTIzNDU2Nzg5YWI=";
    private static final String MAIL =
            """
            From: No reply <noreply@example.cz>
            To: Rázr <razr@example.cz>, other@example.com
            Cc: cc@example.com
            Subject: =?UTF-8?Q?=C5=BDlu=C5=A5?=
            X-Custom: value
            Received: from there
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8

            prostý text
            --a
            Content-Type: text/html; charset=utf-8

            <img src="cid:logo">
            --a--
            --r
            Content-Type: image/png; name=logo.png
            Content-ID: <logo>
            Content-Transfer-Encoding: base64

            AAEC
            --r--
            --m
            Content-Type: application/pdf
            Content-Disposition: attachment; filename=scan.pdf
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --m--
            """;

    @TempDir static Path folder;
    private static RestScene scene;
    private final List<Duration> pauses = new ArrayList<>();

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

    private Answer hand(Parcel parcel, AcsSettings.SignIn signIn, Optional<String> mailFrom)
            throws Exception {
        AcsSettings settings =
                new AcsSettings(
                        URI.create(scene.lab.started().acs()),
                        signIn,
                        mailFrom.map(AddrSpec::of),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(2),
                        folder);
        try (AcsAgent agent =
                new AcsAgent(settings, scene.lab.clientContext(), scene.lab.clock(), pauses::add)) {
            return agent.hand(parcel);
        }
    }

    private Answer hand(Parcel parcel) throws Exception {
        return hand(parcel, new AcsSettings.SignIn.ByKey(() -> KEY), Optional.empty());
    }

    private static Parcel mail(String... to) {
        return RestScene.parcel(MAIL, "noreply@example.cz", List.of(), to);
    }

    @Test
    void messageArrivesWithItsTextsItsFilesAndNobodyElse() throws Exception {
        Answer answer = hand(mail("razr@example.cz", "cc@example.com", "hidden@example.com"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Taken.class,
                        taken -> assertThat(taken.words()).contains("succeeded"));
        assertThat(scene.sent().getFirst().envelope().addresses())
                .containsExactly("razr@example.cz", "cc@example.com", "hidden@example.com");
        assertThat(scene.text())
                .contains("X-Custom: value", "Content-ID: <logo>", "scan.pdf", "aGVsbG8=")
                .doesNotContain("hidden@example.com", "other@example.com", "from there");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void whoeverIsAddressedButNotInThisHandOverSendsItAnotherWay() throws Exception {
        Parcel parcel =
                RestScene.parcel(MAIL, "noreply@example.cz", List.of("next"), "razr@example.cz");

        assertThat(hand(parcel)).isInstanceOf(Answer.OtherWay.class);
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void tokenIsAsGoodAsAKeyAndTheOriginalSenderGetsTheAnswers() throws Exception {
        Parcel parcel =
                RestScene.parcel(
                        MAIL.replace("noreply@", "scanner@"),
                        "scanner@example.cz",
                        List.of(),
                        "razr@example.cz");
        TokenSignIn tokens =
                new TokenSignIn(
                        scene.tokens,
                        scene.tenant(),
                        new Scope("https://communication.azure.com/.default"));

        Answer answer =
                hand(
                        parcel,
                        new AcsSettings.SignIn.ByToken(tokens),
                        Optional.of("noreply@example.cz"));

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(scene.text()).contains("Reply-To: \"No reply\" <scanner@example.cz>");
    }

    @Test
    void sameMessageAgainIsTheSameOperation() throws Exception {
        Parcel parcel = mail("razr@example.cz");

        assertThat(hand(parcel)).isInstanceOf(Answer.Taken.class);
        assertThat(hand(parcel)).isInstanceOf(Answer.Taken.class);

        assertThat(scene.sent()).hasSize(1);
    }

    @Test
    void operationIsFoundAgainAfterItsReplyWasLost() throws Exception {
        RestServices.plan(scene.lab.rest().acsFaults(), "lose-reply of=send times=1");

        assertThat(hand(mail("razr@example.cz"))).isInstanceOf(Answer.Taken.class);
        assertThat(scene.sent()).hasSize(1);
    }

    @Test
    void whatNeverArrivedIsUnclearAndNotSent() throws Exception {
        RestServices.plan(scene.lab.rest().acsFaults(), "drop of=send times=1");

        assertThat(hand(mail("razr@example.cz"))).isInstanceOf(Answer.Unclear.class);
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void failedOperationIsARefusalWithItsWords() throws Exception {
        follow(0, Operations.Ending.FAILED);

        assertThat(hand(mail("razr@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> {
                            assertThat(refused.words()).contains("EmailDropped", "suppressed");
                            assertThat(refused.reply().status()).hasToString("5.1.1");
                        });
    }

    private static void follow(int polls, Operations.Ending ending) {
        scene.lab
                .rest()
                .acsOperations()
                .follow(
                        new Operations.Course(
                                polls,
                                Duration.ofSeconds(20),
                                ending,
                                "EmailDroppedAllRecipientsSuppressed",
                                "all recipients were suppressed"));
    }

    @Test
    void operationThatDoesNotEndCountsAsTaken() throws Exception {
        follow(100, Operations.Ending.SUCCEEDED);

        assertThat(hand(mail("razr@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.Taken.class,
                        taken -> assertThat(taken.words()).contains("still running"));
        assertThat(pauses).hasSize(6).containsOnly(Duration.ofSeconds(20));
    }

    @Test
    void missingRoleIsMendedForTheApplicationOfTheToken() throws Exception {
        scene.lab.directory().patch("/tenants/example/acs/postern", "{owners: []}");
        TokenSignIn tokens =
                new TokenSignIn(
                        scene.tokens,
                        scene.tenant(),
                        new Scope("https://communication.azure.com/.default"));

        assertThat(
                        hand(
                                mail("razr@example.cz"),
                                new AcsSettings.SignIn.ByToken(tokens),
                                Optional.of("noreply@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later ->
                                assertThat(later.reason())
                                        .contains("44444444-4444-4444-4444-444444444444"));
    }

    @ParameterizedTest
    @CsvSource({
        "error status=401 code=Denied message=no,              ADMINISTRATOR, PT0S",
        "error status=403 code=Forbidden message=no,           ADMINISTRATOR, PT0S",
        "throttle retry-after=30s,                             DESTINATION,   PT30S",
        "unavailable status=503 retry-after=9s,                DESTINATION,   PT9S",
        "error status=500 code=InternalServerError message=no, UNKNOWN,       PT0S",
    })
    void troubleOfTheServiceIsNotHeldAgainstTheMessage(String fault, Cause cause, Duration patience)
            throws Exception {
        RestServices.plan(scene.lab.rest().acsFaults(), fault + " of=send times=1");

        assertThat(hand(mail("razr@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> {
                            assertThat(later.cause()).isEqualTo(cause);
                            assertThat(later.patience()).isEqualTo(patience);
                        });
        assertThat(scene.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"noreply@elsewhere.example, DomainNotLinked", "who@example.cz, InvalidSender"})
    void senderThatTheResourceDoesNotHaveGoesAnotherWay(String from, String code) throws Exception {
        Parcel parcel =
                RestScene.parcel(
                        MAIL.replace("noreply@example.cz", from),
                        from,
                        List.of(),
                        "razr@example.cz");

        assertThat(hand(parcel))
                .isInstanceOfSatisfying(
                        Answer.OtherWay.class,
                        other -> assertThat(other.reply().words()).contains(code));
        assertThat(
                        hand(
                                mail("razr@example.cz"),
                                new AcsSettings.SignIn.ByKey(() -> KEY),
                                Optional.of(from)))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> assertThat(later.cause()).isEqualTo(Cause.ADMINISTRATOR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/mixed; boundary=m  | multipart/signed; boundary=m  | is signed",
                "application/pdf              | application/pkcs7-mime        | S/MIME",
                "application/pdf              | message/rfc822                | another message",
                "text/html; charset=utf-8     | text/calendar; method=REQUEST | invitation",
                "text/html; charset=utf-8     | text/plain                    | several texts",
                "text/plain; charset=utf-8    | text/plain; charset=x-none    | charset",
                "multipart/alternative;       | multipart/mixed;              | no alternatives",
                "image/png; name=logo.png     | multipart/digest; boundary=x  | multipart/digest",
            })
    void whatJsonCannotSayGoesAnotherWay(String said, String instead, String reason)
            throws Exception {
        Parcel parcel =
                RestScene.parcel(
                        MAIL.replace(said, instead),
                        "noreply@example.cz",
                        List.of(),
                        "razr@example.cz");

        assertThat(hand(parcel))
                .isInstanceOfSatisfying(
                        Answer.OtherWay.class,
                        other -> assertThat(other.reply().words()).contains(reason));
        assertThat(scene.sent()).isEmpty();
    }
}
