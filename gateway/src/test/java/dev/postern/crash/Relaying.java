package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.acs.Operations;
import dev.postern.lab.directory.WorldException;
import dev.postern.peers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Devices that hand in mail, which is sent on by one way. Used by one thread.
final class Relaying implements Scenario {

    private static final int MESSAGES_OF_A_LIFE = 40;

    /// Hand-overs at the same time: so many replies are lost at most with one life.
    private static final int CONNECTIONS = 4;

    private static final Map<String, Integer> PLACES =
            Map.ofEntries(
                    Map.entry("begun", 20),
                    Map.entry("before-commit", 20),
                    Map.entry("committed", 20),
                    Map.entry("answered", 20),
                    Map.entry("message-written", 20),
                    Map.entry("chunk-written", 2),
                    Map.entry("claimed", 20),
                    Map.entry("settled", 6),
                    Map.entry("Submitted", 20),
                    Map.entry("HandedOver", 6));

    private final Stage stage;
    private final WayOut way;
    private final Lab lab;
    private final SmtpLoad load;

    Relaying(Stage stage, WayOut way, long seed) throws IOException {
        this.stage = stage;
        this.way = way;
        this.lab = Lab.start(LabSettings.free(stage.folder));
        liftLimits();
        int port = Ports.free();
        Files.writeString(stage.settings(), yaml(port));
        this.load = new SmtpLoad(port, seed);
    }

    /// Microsoft's limits are for other tests.
    private void liftLimits() {
        try {
            lab.directory()
                    .patch(
                            "/tenants/example/exchange",
                            "{submission-limits: {connections: 20, messages-per-minute: 1000000, recipients-per-day: 1000000}}");
            lab.directory()
                    .patch(
                            "/tenants/example/acs/postern/quota",
                            "{send-per-minute: 1000000, send-per-hour: 1000000, status-per-minute: 1000000, status-per-hour: 1000000}");
        } catch (WorldException e) {
            throw new IllegalStateException(e);
        }
        lab.rest()
                .acsOperations()
                .follow(
                        new Operations.Course(
                                0, Duration.ZERO, Operations.Ending.SUCCEEDED, "", ""));
    }

    private String yaml(int port) {
        return """
        data: data
        queue: {reserve: 16MiB}
        tenants:
          lab:
            tenant-id: 22222222-2222-2222-2222-222222222222
            client-id: 11111111-1111-1111-1111-111111111111
            credential: {secret: lab-secret}
            cloud: {authority: "%s", smtp: "%s", trust: ca.pem}
        relay:
          name: postern.example.cz
          internal-domains: [example.cz]
          listeners:
            - {listen: "127.0.0.1:%d", sign-in: trusted, trusted: [127.0.0.0/8], senders: ["*@example.cz"]}
          routes: [{to: out}]
        destinations:
          out:
            %s
            connections: %d
            messages-per-minute: 1000000
            messages-per-hour: 10000000
            recipients-per-day: 1000000000
            retry: {first: 1s, longest: 2s}
        """
                .formatted(
                        lab.started().authority(),
                        lab.started().smtp(),
                        port,
                        way.settings(lab.started()),
                        CONNECTIONS);
    }

    @Override
    public void send() {
        load.send(MESSAGES_OF_A_LIFE);
    }

    @Override
    public Map<String, Integer> places() {
        return PLACES;
    }

    @Override
    public List<Trouble> troubles() {
        return way.troubles(lab);
    }

    @Override
    public boolean drained() throws IOException {
        return load.idle()
                && stage.nothingWaits()
                && Arrivals.in(lab.outbox().messages())
                        .byNumber()
                        .keySet()
                        .containsAll(load.promised().keySet());
    }

    @Override
    public void lookAfterwards() {}

    @Override
    public Tally tally(long possible) throws IOException {
        Arrivals arrivals = Arrivals.in(lab.outbox().messages());
        assertThat(arrivals.others())
                .as("reports of a failure to the sender")
                .noneMatch(header -> header.contains("Undelivered"));
        assertThat(load.promised().size()).as("the load").isPositive();
        try (Books books = new Books(stage.data())) {
            assertThat(books.haveNothingOpen()).isGreaterThanOrEqualTo(load.promised().size());
            return compared(arrivals.byNumber(), books).plus(new Tally(0, 0, 0, 0, possible, 0));
        }
    }

    private Tally compared(Map<Integer, List<String>> arrivals, Books books) throws IOException {
        Map<Integer, String> promised = load.promised();
        Map<Integer, String> begun = load.begun();
        long arrived =
                promised.entrySet().stream()
                        .filter(one ->
                                arrivals.getOrDefault(one.getKey(), List.of())
                                        .contains(one.getValue()))
                        .count();
        Tally tally = new Tally(promised.size(), arrived, 0, 0, 0, 0);
        for (Map.Entry<Integer, List<String>> one : arrivals.entrySet()) {
            List<String> digests = one.getValue();
            String sent = begun.getOrDefault(one.getKey(), "");
            long strange = digests.stream().filter(digest -> !digest.equals(sent)).count();
            long more = Math.max(0, digests.size() - 1);
            long known =
                    more == 0
                            ? 0
                            : Math.min(more, books.unknownEnds(SmtpLoad.messageId(one.getKey())));
            tally = tally.plus(new Tally(0, 0, strange + more, known, 0, 0));
        }
        return tally;
    }

    @Override
    public void close() {
        load.close();
        lab.close();
    }
}
