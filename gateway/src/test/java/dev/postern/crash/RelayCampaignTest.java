package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.app.MortalMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the whole relay under load: what was answered with 250 arrives, and comes twice only where
/// the server's reply was lost.
///
/// `-Dpostern.crash.points` and `-Dpostern.crash.seed` set how often, and repeat an earlier run.
@Tag("crash")
class RelayCampaignTest {

    private static final int POINTS = Integer.getInteger("postern.crash.points", 20);
    private static final Duration LIFE_MAX = Duration.ofSeconds(6);
    private static final Duration LEASE = Duration.ofSeconds(61);
    private static final int MESSAGES_OF_A_LIFE = 120;
    private static final int LIFE_MILLIS = 700;

    /// Hand-overs at the same time: so many replies are lost at most with one life.
    private static final int CONNECTIONS = 4;

    private static final List<String> PLACES =
            List.of(
                    "begun",
                    "before-commit",
                    "committed",
                    "answered",
                    "message-written",
                    "chunk-written",
                    "claimed",
                    "settled",
                    "Submitted",
                    "HandedOver");

    @TempDir private Path folder;
    private final List<String> deck = new ArrayList<>();
    private Duration ahead = Duration.ZERO;

    @Test
    void everyMessageThatWasAnsweredWith250ArrivesAndDoublesAreLostReplies() throws Exception {
        long seed =
                Long.getLong("postern.crash.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        say("relay, seed " + seed);
        Random random = new Random(seed);
        PosternProcess.Setting setting = PosternProcess.Setting.in(folder).of(Rehearsal.in(folder));
        int port = freePort();
        try (SmtpSink sink = new SmtpSink();
                SmtpLoad load = new SmtpLoad(port, seed)) {
            settings(port, sink.port());
            for (int point = 1; point <= POINTS; point++) {
                load.send(MESSAGES_OF_A_LIFE);
                sink.nextLife();
                say("%d/%d %s".formatted(point, POINTS, live(setting, random)));
                ahead = ahead.plus(LEASE);
            }
            sink.nextLife();
            drain(setting, load, sink);
            judge(load, sink, seed);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void settings(int port, int host) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("postern.yaml"),
                """
                data: data
                queue: {reserve: 16MiB}
                relay:
                  name: postern.example.cz
                  listeners:
                    - {listen: "127.0.0.1:%d", sign-in: trusted, trusted: [127.0.0.0/8], senders: ["*@example.cz"]}
                  routes: [{to: host}]
                destinations:
                  host: {smart-host: {host: 127.0.0.1, port: %d, tls: none}, connections: %d, retry: {first: 1s, longest: 2s}}
                """
                        .formatted(port, host, CONNECTIONS));
    }

    private String live(PosternProcess.Setting setting, Random random) throws Exception {
        if (random.nextInt(3) == 0) {
            int millis = random.nextInt(LIFE_MILLIS);
            try (PosternProcess life = life(setting)) {
                if (!life.says("started") || life.endsWithin(Duration.ofMillis(millis))) {
                    throw new AssertionError("it ended by itself:\n" + life.err());
                }
                life.kill();
                return millis + " ms after start";
            }
        }
        if (deck.isEmpty()) {
            deck.addAll(PLACES);
            Collections.shuffle(deck, random);
        }
        String place = deck.removeLast();
        int arrival = 1 + random.nextInt(place.equals("chunk-written") ? 2 : 40);
        try (PosternProcess life =
                life(
                        setting,
                        "-D" + MortalMain.PLACE + "=" + place,
                        "-D" + MortalMain.ARRIVAL + "=" + arrival)) {
            boolean reached = life.endsWithin(LIFE_MAX);
            life.kill();
            return place + " " + arrival + (reached ? "" : " not reached");
        }
    }

    private PosternProcess life(PosternProcess.Setting setting, String... options)
            throws IOException {
        return PosternProcess.start(
                setting.with("-D" + MortalMain.AHEAD + "=" + ahead).with(options),
                "run",
                "-c",
                folder.resolve("postern.yaml").toString());
    }

    private void drain(PosternProcess.Setting setting, SmtpLoad load, SmtpSink sink)
            throws Exception {
        try (PosternProcess life = life(setting)) {
            try {
                Household.await(
                        "all that was promised arrives",
                        () -> load.idle() && ids(sink).containsAll(load.promised().keySet()));
            } catch (AssertionError e) {
                throw new AssertionError(
                        "promised %d, arrived %d, all sent: %s; its log:\n%s"
                                .formatted(
                                        load.promised().size(),
                                        ids(sink).size(),
                                        load.idle(),
                                        life.err()),
                        e);
            }
            life.signal("TERM");
            PosternProcess.Result result = life.await();
            assertThat(result.code()).as(result.err()).isZero();
        }
    }

    private static Set<String> ids(SmtpSink sink) {
        return sink.taken().stream().map(SmtpSink.Taken::messageId).collect(Collectors.toSet());
    }

    private static void judge(SmtpLoad load, SmtpSink sink, long seed) {
        Map<String, String> promised = load.promised();
        Map<String, List<SmtpSink.Taken>> byId =
                sink.taken().stream().collect(Collectors.groupingBy(SmtpSink.Taken::messageId));
        int doubles = 0;
        for (List<SmtpSink.Taken> copies : byId.values()) {
            SmtpSink.Taken first = copies.getFirst();
            assertThat(copies)
                    .as("seed %d", seed)
                    .allMatch(one -> one.body().equals(load.begun().get(first.messageId())))
                    .allMatch(one -> one.recipients().size() == 2);
            Set<Integer> lives = new HashSet<>();
            copies.forEach(one -> lives.add(one.life()));
            assertThat(lives).as("twice in one life; seed %d", seed).hasSameSizeAs(copies);
            doubles += copies.size() - 1;
        }
        say(
                "relay in all: %d promised, %d arrived, %d doubles"
                        .formatted(promised.size(), byId.size(), doubles));
        assertThat(promised).as("seed %d", seed).hasSizeGreaterThan(POINTS);
        assertThat(byId.keySet()).as("lost; seed %d", seed).containsAll(promised.keySet());
        assertThat(doubles).as("doubles; seed %d", seed).isLessThanOrEqualTo(POINTS * CONNECTIONS);
    }

    private static void say(String line) {
        System.out.println("crash: " + line);
    }
}
