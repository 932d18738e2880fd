package dev.postern.queue.sqlite;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Intake;
import dev.postern.queue.Offer;
import dev.postern.queue.Reception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The way into the SQLite store. Safe for use by many threads.
final class SqliteIntake implements Intake {

    private final Writer writer;
    private final Health health;
    private final Space space;
    private final Receptions receptions;
    private final Bell bell;

    SqliteIntake(Writer writer, Health health, Space space, Receptions receptions, Bell bell) {
        this.writer = writer;
        this.health = health;
        this.space = space;
        this.receptions = receptions;
        this.bell = bell;
    }

    @Override
    public Reception begin() throws IOException {
        health.check();
        space.check();
        return receptions.open();
    }

    @Override
    public List<Acceptance> accept(List<Offer> offers) throws IOException, InterruptedException {
        health.check();
        space.check(offers.stream().mapToLong(SqliteIntake::held).sum());
        List<Parcel> parcels = new ArrayList<>(offers.size());
        for (Offer offer : offers) {
            parcels.add(Parcel.of(offer));
        }
        List<Acceptance> answers = writer.runInterruptibly(new Accepting(parcels));
        for (int i = 0; i < offers.size(); i++) {
            settleReception(offers.get(i), answers.get(i));
        }
        return answers;
    }

    /// Octets that are in memory still, at most.
    private static long held(Offer offer) {
        return Math.min(offer.reception().size(), SqliteReception.CHUNK);
    }

    private void settleReception(Offer offer, Acceptance answer) {
        switch (answer) {
            case Acceptance.Taken _ -> {
                if (offer.reception() instanceof SqliteReception reception) {
                    reception.accepted();
                }
                if (offer.parkedBecause().isEmpty()) {
                    offer.shipments().forEach(one -> bell.ring(one.ways().getFirst()));
                }
            }
            case Acceptance.Known _ -> offer.reception().close();
        }
    }
}
