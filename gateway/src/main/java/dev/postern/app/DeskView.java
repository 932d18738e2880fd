package dev.postern.app;

import dev.postern.control.Operations.QueueView;
import dev.postern.control.QueueEntry;
import dev.postern.control.QueueFilter;
import dev.postern.control.UnusableException;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import dev.postern.queue.ServerId;
import dev.postern.queue.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The queue's desk as the command line sees it. Used by one thread.
final class DeskView implements QueueView {

    private final QueueStore store;
    private final QueueDesk desk;
    private final String who = System.getProperty("user.name", "unknown");

    /// @param store closed with this
    DeskView(QueueStore store) {
        this.store = store;
        this.desk = store.desk();
    }

    @Override
    public List<QueueEntry> list(QueueFilter wanted) throws IOException {
        QueueDesk.Filter any =
                QueueDesk.Filter.of(states(wanted.state()), Math.clamp(wanted.limit(), 1, 10_000));
        QueueDesk.Filter filter =
                new QueueDesk.Filter(
                        any.states(),
                        wanted.source().orElse(""),
                        "",
                        wanted.messageId().orElse(""),
                        wanted.sender().orElse(""),
                        wanted.recipient().orElse(""),
                        wanted.account().orElse(""),
                        wanted.since().orElse(any.from()),
                        wanted.before().orElse(any.before()),
                        any.limit());
        Map<QueueId, List<QueueDesk.Delivery>> byMessage = new LinkedHashMap<>();
        for (QueueDesk.Delivery delivery : desk.list(filter)) {
            byMessage
                    .computeIfAbsent(delivery.message().id(), _ -> new ArrayList<>())
                    .add(delivery);
        }
        return byMessage.values().stream()
                .map(all -> entry(all.getFirst().message(), all, List.of()))
                .toList();
    }

    private static Set<DeliveryState> states(String word) throws UnusableException {
        return switch (word) {
            case "any" -> EnumSet.allOf(DeliveryState.class);
            case "open" ->
                    EnumSet.of(DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.PARKED);
            default -> {
                try {
                    yield EnumSet.of(DeliveryState.ofWord(word));
                } catch (IllegalArgumentException _) {
                    throw new UnusableException(
                            "There is no state '%s'. Say any, open or one of %s."
                                    .formatted(
                                            word,
                                            Arrays.stream(DeliveryState.values())
                                                    .map(DeliveryState::word)
                                                    .toList()));
                }
            }
        };
    }

    @Override
    public Optional<QueueEntry> show(String id) throws IOException {
        return desk.show(queueId(id))
                .map(dossier -> entry(dossier.message(), dossier.deliveries(), dossier.history()));
    }

    private static QueueId queueId(String text) throws UnusableException {
        try {
            return new QueueId(text);
        } catch (IllegalArgumentException _) {
            throw new UnusableException(
                    "'" + text + "' is no queue id; `postern queue list` shows them.");
        }
    }

    private static QueueEntry entry(
            StoredMessage message,
            List<QueueDesk.Delivery> deliveries,
            List<QueueDesk.Entry> history) {
        return new QueueEntry(
                message.id().value(),
                message.source(),
                origin(message.origin()),
                message.accepted(),
                message.size(),
                message.sha256(),
                message.messageId(),
                message.origin().enveloped().map(DeskView::sender),
                deliveries.stream()
                        .map(one ->
                                new QueueEntry.Delivery(
                                        one.destination(),
                                        one.addressees().stream()
                                                .map(to -> to.recipient().address().toString())
                                                .toList(),
                                        one.state().word(),
                                        one.attempts(),
                                        one.due(),
                                        one.last()))
                        .toList(),
                history.stream().map(DeskView::step).toList());
    }

    private static String sender(Envelope envelope) {
        return envelope.sender().map(AddrSpec::toString).orElse("<>");
    }

    private static QueueEntry.Step step(QueueDesk.Entry entry) {
        String what = entry.deed().name().toLowerCase(java.util.Locale.ROOT);
        String whereTo = entry.destination().isEmpty() ? "" : " " + entry.destination();
        String by = entry.who().isEmpty() ? "" : " by " + entry.who();
        return new QueueEntry.Step(entry.at(), what + whereTo + by, entry.words());
    }

    private static String origin(Origin origin) {
        return switch (origin) {
            case Origin.Collected(var place, ServerId.Uid uid, _) ->
                    "%s, folder %s, UIDVALIDITY %d, UID %s"
                            .formatted(place.mailbox(), place.folder(), place.generation(), uid);
            case Origin.Collected(var place, ServerId.Uidl uidl, _) ->
                    "%s, UIDL %s".formatted(place.mailbox(), uidl);
            case Origin.Submitted(_, var by) ->
                    "%s from %s, %s"
                            .formatted(
                                    by.account().isEmpty() ? "no account" : by.account(),
                                    by.address().isEmpty() ? "this machine" : by.address(),
                                    by.protocol());
            case Origin.Report report ->
                    "report to a sender: "
                            + report.notice().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    @Override
    public List<String> change(Change change, List<String> ids) throws IOException {
        List<String> changed = new ArrayList<>();
        for (String text : ids) {
            QueueId id = queueId(text);
            List<String> destinations =
                    switch (change) {
                        case RETRY -> desk.retry(id, who);
                        case RELEASE -> desk.release(id, who);
                        case PARK -> desk.park(id, who, "by hand");
                        case DELETE -> desk.delete(id, who, "by hand");
                    };
            if (!destinations.isEmpty()) {
                changed.add(text);
            }
        }
        return changed;
    }

    @Override
    public void export(String id, OutputStream to) throws IOException {
        try (InputStream bytes = desk.export(queueId(id), who)) {
            bytes.transferTo(to);
        }
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
