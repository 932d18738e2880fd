package dev.postern.delivery.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.RestScene;
import dev.postern.lab.RestServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class GraphAgentTest {

    private static final String NOREPLY = GraphScene.NOREPLY;
    private static final String MAIL =
            """
            From: No reply <noreply@example.cz>
            To: Razr <razr@example.cz>, other@example.com
            Bcc: forgotten@example.com
            Subject: hello

            It works.
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
                        GraphScene.settings(scene, Optional.empty()),
                        scene.lab.clientContext(),
                        scene.lab.clock())) {
            return agent.hand(parcel);
        }
    }

    private static Answer handWith(String fault) throws Exception {
        RestServices.plan(scene.lab.rest().graphFaults(), fault);
        return hand(mail("razr@example.cz", "other@example.com"));
    }

    private static Parcel mail(String... to) {
        return RestScene.parcel(MAIL, NOREPLY, List.of(), to);
    }

    @Test
    void everybodyOfTheHandOverGetsItAndNobodyElse() throws Exception {
        Answer answer = hand(mail("razr@example.cz", "hidden@example.com"));

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(scene.sent().getFirst().envelope().addresses())
                .containsExactlyInAnyOrder("razr@example.cz", "hidden@example.com");
        assertThat(scene.text()).doesNotContain("other@example.com", "forgotten@example.com");
    }

    @Test
    void headerThatNamesOthersGoesAnotherWayIfThereIsOne() throws Exception {
        Parcel parcel = RestScene.parcel(MAIL, NOREPLY, List.of("next"), "razr@example.cz");

        assertThat(hand(parcel)).isInstanceOf(Answer.OtherWay.class);
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void answer200IsNoSuccess() throws Exception {
        assertThat(handWith("pretend status=200 times=1")).isInstanceOf(Answer.OtherWay.class);
    }

    @Test
    void tokenThatIsNotTakenAnyMoreIsFetchedAnewOnce() throws Exception {
        String refusal = "error status=401 code=InvalidAuthenticationToken message=no times=";
        hand(mail("razr@example.cz"));

        scene.lab.clock().advance(Duration.ofMinutes(1));
        assertThat(handWith(refusal + 1)).isInstanceOf(Answer.Taken.class);
        scene.lab.clock().advance(Duration.ofMinutes(1));
        assertThat(handWith(refusal + 2)).satisfies(GraphAgentTest::isForAnAdministrator);
    }

    @Test
    void newTokenThatIsNotTakenIsForAnAdministrator() throws Exception {
        assertThat(handWith("error status=401 code=InvalidAuthenticationToken message=no times=1"))
                .satisfies(GraphAgentTest::isForAnAdministrator);
    }

    private static void isForAnAdministrator(Answer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> assertThat(later.cause()).isEqualTo(Cause.ADMINISTRATOR));
    }

    @Test
    void whatTheTokenSaysTellsCausesApart() throws Exception {
        String without = "The application has neither Exchange's role Application Mail.Send";
        assertThat(handWith("error status=403 code=ErrorAccessDenied message=no times=1"))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> assertThat(later.reason()).doesNotContain(without));

        scene.lab
                .directory()
                .patch("/tenants/example/apps/gateway/roles", "{graph: [Mail.ReadWrite]}");
        scene.lab.clock().advance(Duration.ofMinutes(61));
        assertThat(hand(mail("razr@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class, later -> assertThat(later.reason()).contains(without));
    }

    @Test
    void missingRightIsForAnAdministrator() throws Exception {
        assertThat(handWith("error status=403 code=ErrorAccessDenied message=no times=1"))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> {
                            assertThat(later.cause()).isEqualTo(Cause.ADMINISTRATOR);
                            assertThat(later.reason()).contains("Mail.Send");
                        });
    }

    @Test
    void throttlingIsObeyed() throws Exception {
        assertThat(handWith("throttle retry-after=30s times=1"))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        later -> {
                            assertThat(later.cause()).isEqualTo(Cause.DESTINATION);
                            assertThat(later.patience()).isEqualTo(Duration.ofSeconds(30));
                        });
    }

    @Test
    void senderThatTheMailboxMayNotBeIsRefused() throws Exception {
        assertThat(handWith("error status=403 code=ErrorSendAsDenied message=no times=1"))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void lostReplyIsUnclear() throws Exception {
        assertThat(handWith("lose-reply times=1")).isInstanceOf(Answer.Unclear.class);
    }

    @Test
    void largeMessageGoesAnotherWay() throws Exception {
        Parcel large =
                RestScene.parcel(
                        MAIL + "x\n".repeat(1 << 20), NOREPLY, List.of(), "razr@example.cz");

        assertThat(hand(large)).isInstanceOf(Answer.OtherWay.class);
        assertThat(scene.sent()).isEmpty();
    }
}
