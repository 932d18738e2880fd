package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.Notify;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.Reply;
import dev.postern.queue.Settlement;
import dev.postern.queue.StoredMessage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The operation that settles claims and writes the attempts into the history.
///
/// Only the claim's own token opens a row, so a claim that has run out changes nothing.
record Settling(List<Settlement> settlements) implements Operation<Settling.Settled> {

    /// So many addressees are named in a line of the history.
    private static final int NAMES_MAX = 3;

    /// @param valid for each settlement whether its claim still was
    /// @param woken destinations where something waits now that did not
    record Settled(List<Boolean> valid, Set<String> woken) {}

    /// @throws IllegalArgumentException if an addressee of a claim has no outcome, or somebody else
    ///   has
    static Settling of(List<Settlement> settlements) {
        for (Settlement one : settlements) {
            if (one.outcome() instanceof Outcome.Parted parted) {
                Set<Integer> parts = new HashSet<>();
                parted.parts().forEach(part -> parts.addAll(part.addressees()));
                Set<Integer> all = new HashSet<>();
                one.claim().consignment().addressees().forEach(to -> all.add(to.number()));
                if (!parts.equals(all)) {
                    throw new IllegalArgumentException(
                            "a claim on " + all + " settled for " + parts);
                }
            }
        }
        return new Settling(List.copyOf(settlements));
    }

    @Override
    public Settled apply(Transaction transaction) throws SQLException {
        Settled settled = new Settled(new ArrayList<>(settlements.size()), new HashSet<>());
        for (Settlement one : settlements) {
            settled.valid().add(settle(transaction, one.claim(), one.outcome(), settled.woken()));
        }
        return settled;
    }

    /// Whether more is to be done than to note that the destination has it.
    private static boolean concernsSender(Claim claim, Outcome.Delivered delivered) {
        return claim.consignment().notice().isPresent()
                || (!delivered.reports()
                        && tellable(claim.message())
                        && claim.consignment().addressees().stream()
                                .anyMatch(to -> to.recipient().wants(Notify.SUCCESS)));
    }

    /// Whether there is a sender who can be told of anything: nothing is reported about a report,
    /// or to the null reverse-path.
    static boolean tellable(StoredMessage message) {
        return message.origin() instanceof Origin.Submitted submitted
                && submitted.envelope().sender().isPresent();
    }

    /// What most claims come to, in one statement.
    private static boolean simplyDelivered(
            Transaction transaction, Claim claim, Outcome.Delivered delivered) throws SQLException {
        List<Addressee> addressees = claim.consignment().addressees();
        int changed =
                transaction.update(
                        """
                        UPDATE delivery SET state = 'delivered', due = 0, token = NULL, ended = ?,
                                            replies = ?
                        WHERE number = ? AND token = ?
                        """,
                        transaction.millis(),
                        addressees.isEmpty()
                                ? null
                                : Replies.pack(List.of(Optional.of(delivered.reply()))),
                        claim.delivery(),
                        claim.token());
        if (changed == 0) {
            return false;
        }
        long message = MessageNumber.of(claim.message().id()).orElse(-1);
        History.write(transaction, message, note(claim, Deed.DELIVERED, words(delivered.reply())));
        Bodies.dropIfEnded(transaction, message);
        transaction.reached("settled");
        return true;
    }

    private static boolean settle(
            Transaction transaction, Claim claim, Outcome outcome, Set<String> woken)
            throws SQLException {
        if (outcome instanceof Outcome.Delivered delivered && !concernsSender(claim, delivered)) {
            return simplyDelivered(transaction, claim, delivered);
        }
        Optional<DeliveryRow> row =
                transaction.first(
                        DeliveryRow.OF_CLAIM, DeliveryRow::read, claim.delivery(), claim.token());
        if (row.isEmpty()) {
            return false;
        }
        Parting parting = new Parting(claim, row.get());
        switch (outcome) {
            case Outcome.Parted parted -> {
                for (Outcome.Part part : parted.parts()) {
                    List<Addressee> some =
                            claim.consignment().addressees().stream()
                                    .filter(to -> part.addressees().contains(to.number()))
                                    .toList();
                    parting.add(some, part.outcome());
                    note(transaction, row.get(), claim, part.outcome(), names(some));
                }
            }
            case Outcome.ForSome one -> {
                parting.add(claim.consignment().addressees(), one);
                note(transaction, row.get(), claim, one, "");
            }
        }
        woken.addAll(parting.write(transaction));
        Bodies.dropIfEnded(transaction, row.get().message());
        transaction.reached("settled");
        return true;
    }

    private static void note(
            Transaction transaction,
            DeliveryRow row,
            Claim claim,
            Outcome.ForSome outcome,
            String names)
            throws SQLException {
        Deed deed =
                switch (outcome) {
                    case Outcome.Delivered _ ->
                            row.notice().isPresent() ? Deed.REPORTED : Deed.DELIVERED;
                    case Outcome.Deferred _ -> Deed.DEFERRED;
                    case Outcome.Unclear _ -> Deed.UNCLEAR;
                    case Outcome.Passed _ -> row.further().isEmpty() ? Deed.REFUSED : Deed.PASSED;
                    case Outcome.Refused _ -> Deed.REFUSED;
                };
        History.write(
                transaction, row.message(), note(claim, deed, names + words(outcome.reply())));
    }

    private static History.Note note(Claim claim, Deed deed, String words) {
        return new History.Note(deed, claim.destination(), claim.attempt(), "", words);
    }

    /// As in `<a@example.cz>, <b@example.cz> and 3 more: `.
    private static String names(List<Addressee> some) {
        String first =
                some.stream()
                        .limit(NAMES_MAX)
                        .map(to -> "<" + to.recipient().address() + ">")
                        .collect(Collectors.joining(", "));
        int more = some.size() - NAMES_MAX;
        return first + (more > 0 ? " and " + more + " more: " : ": ");
    }

    private static String words(Reply reply) {
        return reply.remote().isEmpty() ? reply.words() : reply.remote() + ": " + reply.words();
    }
}
