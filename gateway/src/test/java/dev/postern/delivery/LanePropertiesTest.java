package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.queue.StoredMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever the destination does, in whatever order mail arrives.
@Tag("slow")
class LanePropertiesTest {

    /// Mail that arrives now and then during the first ten minutes, and all that follows.
    private static List<StoredMessage> play(LaneBench bench, List<Integer> arrivals)
            throws IOException, InterruptedException {
        List<StoredMessage> messages = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            int now = second;
            for (int i = 0; i < arrivals.stream().filter(a -> a == now).count(); i++) {
                messages.add(bench.accept());
            }
            bench.lane.runDue();
            bench.clock.turn(Duration.ofSeconds(1));
        }
        bench.letPass(Duration.ofMinutes(30));
        return messages;
    }

    private static Function<Parcel, Answer> awayWhile(
            LaneBench bench, List<Integer> outages, int length, Answer answer) {
        Instant start = bench.clock.instant();
        return _ -> {
            long second = Duration.between(start, bench.clock.instant()).toSeconds();
            boolean away = outages.stream().anyMatch(o -> second >= o && second < o + length);
            return away ? answer : new Answer.Taken("ok");
        };
    }

    @Property(tries = 150)
    void outagesLoseNothingAndKeepTheOrder(
            @ForAll @Size(max = 40) List<@IntRange(max = 599) Integer> arrivals,
            @ForAll @Size(max = 5) List<@IntRange(max = 599) Integer> outages,
            @ForAll @IntRange(min = 1, max = 200) int length,
            @ForAll boolean certain,
            @ForAll @IntRange(min = 1, max = 20) int batch)
            throws Exception {
        LaneBench bench = new LaneBench(Limits.none(), batch);
        Answer answer = certain ? LaneBench.AWAY : LaneBench.ERROR;
        bench.sink.answers(awayWhile(bench, outages, length, answer));

        List<StoredMessage> messages = play(bench, arrivals);

        List<StoredMessage> taken = new ArrayList<>(bench.sink.taken());
        messages.removeIf(m -> bench.outlet.state(m) == MemoryOutlet.State.PARKED);
        assertThat(taken).isEqualTo(messages);
        assertThat(bench.reported(Event.AlarmRaised.class))
                .hasSameSizeAs(bench.reported(Event.AlarmCleared.class));
    }

    @Property(tries = 150)
    void poisonIsParkedAndTheOthersArriveInOrder(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 599) Integer> arrivals,
            @ForAll @Size(max = 6) Set<@IntRange(max = 39) Integer> poisonous,
            @ForAll @IntRange(min = 1, max = 20) int batch)
            throws Exception {
        LaneBench bench = new LaneBench(Limits.none(), batch);
        Set<String> poison = new HashSet<>();
        poisonous.forEach(n -> poison.add(String.format("Q%09d", n + 1)));
        bench.sink.answers(parcel ->
                poison.contains(parcel.message().id().value())
                        ? LaneBench.ERROR
                        : new Answer.Taken("ok"));

        List<StoredMessage> messages = play(bench, arrivals);

        List<StoredMessage> good =
                messages.stream().filter(m -> !poison.contains(m.id().value())).toList();
        assertThat(bench.sink.taken()).isEqualTo(good);
        StoredMessage last = bench.accept();
        bench.letPass(Duration.ofMinutes(30));
        int parked = messages.size() - good.size();
        if (!poison.contains(last.id().value())) {
            assertThat(bench.outlet.count(MemoryOutlet.State.PARKED)).isEqualTo(parked);
        }
    }

    @Property(tries = 150)
    void whateverHappensEveryMessageIsDeliveredOnceOrParkedOrWaits(
            @ForAll @Size(max = 40) List<@IntRange(max = 599) Integer> arrivals,
            @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 4) Integer> answers,
            @ForAll @IntRange(min = 1, max = 20) int batch)
            throws Exception {
        LaneBench bench = new LaneBench(Limits.none(), batch);
        int[] turn = {0};
        bench.sink.answers(_ ->
                switch (answers.get(turn[0]++ % answers.size())) {
                    case 0 -> LaneBench.ERROR;
                    case 1 -> LaneBench.AWAY;
                    case 2 -> new Answer.Refused("no");
                    default -> new Answer.Taken("ok");
                });

        List<StoredMessage> messages = play(bench, arrivals);

        assertThat(bench.sink.taken()).doesNotHaveDuplicates();
        assertThat(bench.outlet.count(MemoryOutlet.State.SENDING)).isZero();
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED))
                .isEqualTo(bench.sink.taken().size());
        assertThat(bench.reported(Event.HandedOver.class)).hasSameSizeAs(bench.sink.taken());
        assertThat(
                        bench.reported(Event.HandedOver.class).size()
                                + bench.reported(Event.Parked.class).size()
                                + bench.outlet.count(MemoryOutlet.State.WAITING))
                .isEqualTo(messages.size());
    }
}
