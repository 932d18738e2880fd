package dev.postern.api;

import dev.postern.queue.Addressee;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueId;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A desk over what the stub of the relay has taken; all of it is in one state. May be used from
/// any thread.
final class DeskStub implements QueueDesk {

    volatile DeliveryState state = DeliveryState.WAITING;
    private final OfficeStub office;

    DeskStub(OfficeStub office) {
        this.office = office;
    }

    @Override
    public List<Delivery> list(Filter filter) {
        return office.taken.stream()
                .filter(one -> one.messageId().equals(filter.messageId()))
                .filter(_ -> filter.account().equals(OfficeStub.ACCOUNT))
                .map(this::delivery)
                .toList();
    }

    private Delivery delivery(OfficeStub.Taken one) {
        StoredMessage message =
                new StoredMessage(
                        new QueueId("00000001"),
                        new Origin.Submitted(
                                one.envelope(),
                                new Submitter(OfficeStub.ACCOUNT, "127.0.0.1", "", "HTTP")),
                        "api",
                        Instant.EPOCH,
                        one.text().length(),
                        "",
                        Optional.of(one.messageId()));
        return new Delivery(
                message,
                "acs",
                List.<Addressee>of(),
                List.of("acs"),
                state,
                1,
                Optional.empty(),
                Optional.empty(),
                "550 5.1.1 nobody here");
    }

    @Override
    public Optional<Dossier> show(QueueId message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> retry(QueueId message, String who) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> release(QueueId message, String who) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> park(QueueId message, String who, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> delete(QueueId message, String who, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream export(QueueId message, String who) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Level level() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int prune(Instant before) {
        throw new UnsupportedOperationException();
    }
}
