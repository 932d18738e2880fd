package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Hope;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.Reply;
import dev.postern.queue.Shipment;
import dev.postern.queue.Submitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// A relay as a [CrashVictim] lives it: messages to several recipients, which part; notices, which
/// become reports.
///
/// It says `taken ID RECIPIENTS`, `settled ID/RECIPIENT WHAT` and `reported DELIVERY yes`.
final class RelayLife {

    static final List<String> WAYS = List.of("first", "second");
    private static final Duration LEASE = Duration.ofMillis(500);

    /// Says something in one line.
    @FunctionalInterface
    interface Voice {
        void say(String what, Object subject, Object fact);
    }

    private final QueueStore store;
    private final Voice voice;
    private final long seed;

    RelayLife(QueueStore store, Voice voice, long seed) {
        this.store = store;
        this.voice = voice;
        this.seed = seed;
    }

    List<Callable<Void>> work() {
        List<Callable<Void>> work = new ArrayList<>();
        work.add(() -> submitForEver(new Random(seed)));
        work.add(() -> submitForEver(new Random(seed + 1)));
        for (String way : WAYS) {
            work.add(() -> deliverForEver(way, new Random(seed + 2)));
        }
        work.add(this::reportForEver);
        return work;
    }

    private Void submitForEver(Random random) throws IOException, InterruptedException {
        while (true) {
            List<Recipient> recipients =
                    IntStream.rangeClosed(0, random.nextInt(4))
                            .mapToObj(i ->
                                    new Recipient(
                                            AddrSpec.of("r" + i + "@contoso.com"),
                                            Set.of(Notify.FAILURE, Notify.SUCCESS),
                                            Optional.empty()))
                            .toList();
            Envelope envelope =
                    new Envelope(
                            Optional.of(AddrSpec.of("s" + random.nextInt(3) + "@example.cz")),
                            recipients,
                            Envelope.Options.NONE);
            Origin origin = new Origin.Submitted(envelope, new Submitter("", "", "", "local"));
            byte[] octets = new byte[random.nextInt(4000)];
            random.nextBytes(octets);
            if (accept(origin, octets) instanceof Acceptance.Taken(var id)) {
                voice.say("taken", id, recipients.size());
            }
        }
    }

    private Acceptance accept(Origin origin, byte[] octets)
            throws IOException, InterruptedException {
        int recipients = origin.enveloped().orElseThrow().recipients().size();
        Shipment shipment = new Shipment(WAYS, IntStream.range(0, recipients).boxed().toList());
        try (Reception reception = store.intake().begin()) {
            reception.write(octets, 0, octets.length);
            Offer offer =
                    new Offer(
                            reception,
                            origin,
                            "crash",
                            List.of(shipment),
                            Optional.empty(),
                            Optional.empty());
            return store.intake().accept(List.of(offer)).getFirst();
        }
    }

    private Void deliverForEver(String way, Random random)
            throws IOException, InterruptedException {
        while (true) {
            for (Claim claim : store.outlet().claim(way, 4, LEASE)) {
                deliver(random.nextInt(4) == 0 ? store.outlet().split(claim, 1) : claim, random);
            }
            store.outlet()
                    .passOn(way, new Outlet.Why("now and then", Hope.LATER), random.nextInt(2) + 1);
            store.outlet().await(way, Duration.ofMillis(5));
        }
    }

    private void deliver(Claim claim, Random random) throws IOException {
        List<Outcome.Part> parts = new ArrayList<>();
        for (Addressee to : claim.consignment().addressees()) {
            parts.add(new Outcome.Part(Set.of(to.number()), outcome(claim, random)));
        }
        if (!store.outlet().settle(claim, new Outcome.Parted(parts))) {
            return;
        }
        for (Outcome.Part part : parts) {
            int number = part.addressees().iterator().next();
            String what = part.outcome().getClass().getSimpleName();
            voice.say("settled", claim.message().id() + "/" + number, what);
        }
    }

    private static Outcome.ForSome outcome(Claim claim, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Outcome.Refused("no");
            case 1 -> new Outcome.Passed(Reply.failed("another way"));
            case 2 -> new Outcome.Deferred(Reply.notNow("later"), claim.firstTried(), true);
            default -> new Outcome.Delivered("ok");
        };
    }

    /// As the writer of reports does: first the report, then the notice is settled.
    private Void reportForEver() throws IOException, InterruptedException {
        while (true) {
            for (Claim claim : store.outlet().claim(Outlet.SENDER, 4, LEASE)) {
                Envelope back =
                        new Envelope(
                                Optional.empty(),
                                List.of(Recipient.of(AddrSpec.of("s@example.cz"))),
                                Envelope.Options.NONE);
                Origin report =
                        new Origin.Report(
                                back, claim.delivery(), claim.consignment().notice().orElseThrow());
                accept(report, "report".getBytes(StandardCharsets.US_ASCII));
                if (store.outlet().settle(claim, new Outcome.Delivered("reported"))) {
                    voice.say("reported", claim.delivery(), "yes");
                }
            }
            store.outlet().await(Outlet.SENDER, Duration.ofMillis(5));
        }
    }
}
