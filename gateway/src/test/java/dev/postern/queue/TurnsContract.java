package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What [Outlet#claim] promises to senders who wait for the same destination.
public abstract class TurnsContract extends RelayContract {

    private static final List<String> WAYS = List.of(WAY);

    private QueueId from(String sender) throws Exception {
        return submitted(sender, WAYS, to("someone@contoso.com"));
    }

    private static String sender(Claim claim) {
        return claim.message()
                .origin()
                .enveloped()
                .flatMap(dev.postern.protocol.mail.Envelope::sender)
                .map(sender -> sender.local())
                .orElse("");
    }

    @Test
    void singleMessageDoesNotWaitBehindManyOfAnother() throws Exception {
        for (int i = 0; i < 500; i++) {
            from("bulk@example.cz");
        }
        QueueId single = from("boss@example.cz");

        assertThat(claim(WAY, 2)).extracting(claim -> claim.message().id()).contains(single);
    }

    @Test
    void sendersTakeTurnsAcrossClaims() throws Exception {
        for (int i = 0; i < 4; i++) {
            from("anna@example.cz");
            from("bob@example.cz");
            from("eva@example.cz");
        }
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            served.add(sender(claimOne(WAY)));
        }
        for (int round = 0; round < 4; round++) {
            assertThat(served.subList(3 * round, 3 * round + 3))
                    .containsExactlyInAnyOrder("anna", "bob", "eva");
        }
    }

    @Test
    void messagesOfOneSenderKeepTheirOrder() throws Exception {
        Map<String, List<QueueId>> accepted = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            String sender = "s" + i * i % 7;
            accepted.computeIfAbsent(sender, _ -> new ArrayList<>())
                    .add(from(sender + "@example.cz"));
            clock.advance(Duration.ofMillis(i % 3));
        }
        Map<String, List<QueueId>> claimed = new HashMap<>();
        for (List<Claim> claims = claim(WAY, 7); !claims.isEmpty(); claims = claim(WAY, 7)) {
            for (Claim claim : claims) {
                claimed.computeIfAbsent(sender(claim), _ -> new ArrayList<>())
                        .add(claim.message().id());
            }
        }
        assertThat(claimed).isEqualTo(accepted);
    }

    @Test
    void oneClaimIsFilledByThoseWhoHaveMore() throws Exception {
        from("anna@example.cz");
        from("bob@example.cz");
        from("bob@example.cz");
        for (int i = 0; i < 50; i++) {
            from("bulk@example.cz");
        }

        List<Claim> claims = claim(WAY, 20);

        assertThat(claims).hasSize(20);
        assertThat(claims).filteredOn(claim -> sender(claim).equals("anna")).hasSize(1);
        assertThat(claims).filteredOn(claim -> sender(claim).equals("bob")).hasSize(2);
        assertThat(claims.subList(0, 3))
                .extracting(TurnsContract::sender)
                .as("the first of each before the second of any")
                .containsExactlyInAnyOrder("anna", "bob", "bulk");
        assertThat(claim(WAY, 100)).hasSize(33);
    }

    @Test
    void caseOfAnAddressGivesNoTurnOfItsOwn() throws Exception {
        for (int i = 0; i < 4; i++) {
            from("bulk@example.cz");
            from("BULK@example.cz");
        }
        from("boss@example.cz");

        assertThat(claim(WAY, 2)).extracting(TurnsContract::sender).contains("boss");
    }

    @Test
    void messagesWithoutAnEnvelopeTakeOneTurnTogetherAndKeepTheOrderOfAcceptance()
            throws Exception {
        List<QueueId> collected = new ArrayList<>();
        for (int uid = 1; uid <= 4; uid++) {
            collected.add(taken(accept(offer(received(text("x")), origin(uid), WAY))));
        }
        QueueId relayed = from("anna@example.cz");

        List<QueueId> claimed = claim(WAY, 5).stream().map(claim -> claim.message().id()).toList();

        assertThat(claimed.subList(0, 2)).contains(relayed);
        assertThat(claimed).filteredOn(collected::contains).isEqualTo(collected);
    }

    @Tag("slow")
    @Test
    void tenThousandOfTwoSendersAreDrainedFairlyAndByAge() throws Exception {
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String sender = i < 9_000 ? "bulk@example.cz" : "desk@example.cz";
            offers.add(relayed(submitted(envelope(sender, to("someone@contoso.com"))), WAYS, 0));
        }
        List<Acceptance> accepted = store.intake().accept(offers);

        List<Claim> drained = new ArrayList<>();
        for (List<Claim> claims = claim(WAY, 200); !claims.isEmpty(); claims = claim(WAY, 200)) {
            drained.addAll(claims);
            store.outlet()
                    .settle(
                            claims.stream()
                                    .map(claim ->
                                            new Settlement(claim, new Outcome.Delivered("ok")))
                                    .toList());
        }

        assertThat(drained).hasSize(10_000);
        assertThat(drained.subList(0, 2_000))
                .as("half of the turns are the smaller sender's, until it has no more")
                .filteredOn(claim -> sender(claim).equals("desk"))
                .hasSize(1_000);
        List<QueueId> inOrder = accepted.stream().map(QueueContract::taken).toList();
        assertThat(ids(drained, "bulk")).isEqualTo(inOrder.subList(0, 9_000));
        assertThat(ids(drained, "desk")).isEqualTo(inOrder.subList(9_000, 10_000));
    }

    private static List<QueueId> ids(List<Claim> claims, String sender) {
        return claims.stream()
                .filter(claim -> sender(claim).equals(sender))
                .map(claim -> claim.message().id())
                .toList();
    }

    @Test
    void severalSendersAreAwakenedFromTheirWaits() throws Exception {
        QueueId early = from("anna@example.cz");
        settle(claimOne(WAY), deferred(Duration.ofMinutes(5)));
        QueueId other = from("bob@example.cz");
        assertThat(claim(WAY, 5)).extracting(claim -> claim.message().id()).containsExactly(other);

        clock.advance(Duration.ofMinutes(5));

        assertThat(claim(WAY, 5)).extracting(claim -> claim.message().id()).contains(early);
    }
}
