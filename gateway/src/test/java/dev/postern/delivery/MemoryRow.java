package dev.postern.delivery;

import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.Hope;
import dev.postern.queue.Notice;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.Reply;
import dev.postern.queue.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One delivery of a [MemoryOutlet], which guards it.
final class MemoryRow {

    record Cargo(StoredMessage message, byte[] octets) {}

    final Cargo cargo;
    final long delivery;
    final List<Integer> addressees;
    private final List<String> ways;
    private final Map<Integer, Reply> replies = new HashMap<>();
    private int way;
    private Hope hope = Hope.NONE;
    private Optional<Instant> warned = Optional.empty();
    Optional<Notice> notice = Optional.empty();
    MemoryOutlet.State state = MemoryOutlet.State.WAITING;
    Instant due;
    int attempt;
    Instant firstTried = Instant.MIN;
    String token = "";
    Outcome last = new Outcome.Refused("nothing happened yet");

    MemoryRow(
            Cargo cargo,
            List<String> ways,
            long delivery,
            Collection<Integer> addressees,
            Instant due) {
        this.cargo = cargo;
        this.ways = ways;
        this.delivery = delivery;
        this.addressees = new ArrayList<>(addressees);
        this.due = due;
    }

    StoredMessage message() {
        return cargo.message();
    }

    String destination() {
        return ways.get(way);
    }

    List<String> furtherWays() {
        return ways.subList(way + 1, ways.size());
    }

    boolean atItsFirstWay() {
        return envelope().isPresent() && notice.isEmpty() && way == 0;
    }

    /// Some of its recipients as a delivery of their own.
    MemoryRow part(Collection<Integer> some, long number) {
        MemoryRow part = new MemoryRow(cargo, ways, number, some, due);
        part.replies.putAll(replies);
        part.way = way;
        part.hope = hope;
        part.warned = warned;
        part.attempt = attempt;
        part.firstTried = firstTried;
        return part;
    }

    /// Those that are due, the oldest first, in turns among senders.
    static List<MemoryRow> inTurns(List<MemoryRow> rows, String destination, Instant now) {
        Map<Object, Integer> turns = new HashMap<>();
        Map<MemoryRow, Integer> turn = new HashMap<>();
        List<MemoryRow> due = new ArrayList<>();
        for (MemoryRow row : rows) {
            boolean open =
                    row.state == MemoryOutlet.State.WAITING
                            || row.state == MemoryOutlet.State.SENDING;
            if (open && row.destination().equals(destination) && !row.due.isAfter(now)) {
                Object sender = row.envelope().map(Envelope::sender).orElse(Optional.empty());
                int own = turns.merge(sender, 1, Integer::sum);
                turn.put(row, row.envelope().isPresent() ? own : 0);
                due.add(row);
            }
        }
        due.sort(Comparator.comparing(turn::get));
        return due;
    }

    private Optional<Envelope> envelope() {
        return message().origin().enveloped();
    }

    Claim claim() {
        List<Addressee> all =
                addressees.stream()
                        .map(number ->
                                new Addressee(
                                        number,
                                        recipient(number),
                                        Optional.ofNullable(replies.get(number))))
                        .toList();
        return new Claim(
                delivery,
                message(),
                destination(),
                attempt,
                firstTried,
                token,
                new Consignment(all, furtherWays(), warned, notice, hope));
    }

    private Recipient recipient(int number) {
        return envelope().orElseThrow().recipients().get(number);
    }

    void giveBack(Instant moment) {
        state = MemoryOutlet.State.WAITING;
        due = moment;
        attempt--;
    }

    void beginAnew() {
        way = 0;
        hope = Hope.NONE;
    }

    void pass(Hope more) {
        state = MemoryOutlet.State.WAITING;
        due = message().accepted();
        way++;
        hope = hope.or(more);
    }

    /// @return what the sender is to be told
    Optional<MemoryRow> settle(Outcome.ForSome outcome, Instant now, long number) {
        last = outcome;
        return switch (outcome) {
            case Outcome.Delivered(Reply reply, boolean reports) -> {
                reply(reply);
                state = MemoryOutlet.State.DELIVERED;
                yield reports ? Optional.empty() : told(Notice.RELAYED, Notify.SUCCESS, number);
            }
            case Outcome.Refused(Reply reply) -> {
                reply(reply);
                boolean sender =
                        message().origin() instanceof Origin.Submitted submitted
                                && submitted.envelope().sender().isPresent()
                                && notice.isEmpty();
                state = sender ? MemoryOutlet.State.BOUNCED : MemoryOutlet.State.PARKED;
                yield sender ? told(Notice.FAILED, Notify.FAILURE, number) : Optional.empty();
            }
            case Outcome.Deferred(Reply reply, Instant notBefore, boolean tellSender) -> {
                reply(reply);
                wait(notBefore);
                if (!tellSender) {
                    yield Optional.empty();
                }
                warned = Optional.of(now);
                yield told(Notice.DELAYED, Notify.DELAY, number);
            }
            case Outcome.Unclear(Reply reply, Instant notBefore) -> {
                reply(reply);
                wait(notBefore);
                yield Optional.empty();
            }
            case Outcome.Passed(Reply reply, _) when furtherWays().isEmpty() ->
                    settle(new Outcome.Refused(reply), now, number);
            case Outcome.Passed(Reply reply, Hope more) -> {
                reply(reply);
                pass(more);
                yield Optional.empty();
            }
        };
    }

    private void reply(Reply reply) {
        addressees.forEach(number -> replies.put(number, reply));
    }

    private void wait(Instant notBefore) {
        state = MemoryOutlet.State.WAITING;
        due = notBefore;
        beginAnew();
    }

    private Optional<MemoryRow> told(Notice what, Notify wish, long number) {
        List<Integer> some = addressees.stream().filter(one -> recipient(one).wants(wish)).toList();
        if (notice.isPresent() || some.isEmpty()) {
            return Optional.empty();
        }
        MemoryRow row = new MemoryRow(cargo, List.of(Outlet.SENDER), number, some, due);
        row.due = message().accepted();
        row.notice = Optional.of(what);
        row.replies.putAll(replies);
        return Optional.of(row);
    }
}
