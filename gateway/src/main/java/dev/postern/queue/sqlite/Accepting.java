package dev.postern.queue.sqlite;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueDesk.Deed;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The operation that accepts: ledger, message, bytes, deliveries; for all offers, or for none.
final class Accepting implements Operation<List<Acceptance>> {

    /// RFC 5322 §2.1.1: no line is longer, so no honest field value is.
    private static final int MESSAGE_ID_MAX = 998;

    /// An offer with its bytes complete.
    record Parcel(Offer offer, SqliteReception reception) {

        static Parcel of(Offer offer) {
            if (!(offer.reception() instanceof SqliteReception reception)) {
                throw new IllegalArgumentException("a reception of another store");
            }
            reception.seal();
            return new Parcel(offer, reception);
        }

        private Optional<String> messageId() {
            return offer.messageId()
                    .map(id -> id.length() > MESSAGE_ID_MAX ? id.substring(0, MESSAGE_ID_MAX) : id);
        }
    }

    private final List<Parcel> parcels;

    Accepting(List<Parcel> parcels) {
        this.parcels = parcels;
    }

    @Override
    public List<Acceptance> apply(Transaction transaction) throws SQLException, IOException {
        List<Acceptance> answers = new ArrayList<>(parcels.size());
        for (Parcel parcel : parcels) {
            answers.add(accept(transaction, parcel));
        }
        return answers;
    }

    private static Acceptance accept(Transaction transaction, Parcel parcel)
            throws SQLException, IOException {
        return switch (parcel.offer().origin()) {
            case Origin.Collected collected -> {
                long place = transaction.placeNumber(collected.place());
                long number = transaction.newMessageNumber();
                if (!enterLedger(transaction, parcel, collected, place, number)) {
                    yield new Acceptance.Known();
                }
                transaction.reached("ledger-entered");
                insertMessage(transaction, parcel, collected, place, number);
                storeBytes(transaction, parcel.reception(), number);
                insertDeliveries(transaction, parcel.offer(), number);
                transaction.reached("message-written");
                yield new Acceptance.Taken(MessageNumber.name(number));
            }
            case Origin.Submitted _, Origin.Report _ ->
                    throw new UnsupportedOperationException("the store knows no envelopes yet");
        };
    }

    /// Notes the message as taken.
    ///
    /// @return false if the ledger has it already
    private static boolean enterLedger(
            Transaction transaction,
            Parcel parcel,
            Origin.Collected origin,
            long place,
            long number)
            throws SQLException {
        int changed =
                transaction.update(
                        """
                        INSERT INTO ledger (place, id, state, message,
                                            received, message_id, size, sha256)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET
                            state = excluded.state, message = excluded.message,
                            not_before = 0, received = excluded.received,
                            message_id = excluded.message_id, size = excluded.size,
                            sha256 = excluded.sha256
                        WHERE ledger.state = 'PENDING'
                        """,
                        place,
                        Places.column(origin.id()),
                        parcel.offer().parkedBecause().isPresent() ? "PARKED" : "TAKEN",
                        number,
                        origin.received().toEpochMilli(),
                        parcel.messageId().orElse(null),
                        parcel.reception().size(),
                        parcel.reception().digest());
        return changed == 1;
    }

    private static void insertMessage(
            Transaction transaction,
            Parcel parcel,
            Origin.Collected origin,
            long place,
            long number)
            throws SQLException {
        transaction.update(
                """
                INSERT INTO message (number, source, place, server_id, received,
                                     accepted, size, sha256, message_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                number,
                parcel.offer().source(),
                place,
                Places.column(origin.id()),
                origin.received().toEpochMilli(),
                transaction.millis(),
                parcel.reception().size(),
                parcel.reception().digest(),
                parcel.messageId().orElse(null));
    }

    private static void storeBytes(Transaction transaction, SqliteReception reception, long number)
            throws SQLException, IOException {
        if (reception.parts() > 0) {
            join(transaction, reception, number);
            return;
        }
        transaction.update(
                "INSERT INTO body (message, octets) VALUES (?, ?)", number, reception.rest());
    }

    /// Makes the chunks the message's, after a look whether they are all there.
    private static void join(Transaction transaction, SqliteReception reception, long number)
            throws SQLException, IOException {
        byte[] rest = reception.rest();
        if (rest.length > 0) {
            Receptions.insert(transaction, reception.number(), reception.parts(), rest);
        }
        long stored =
                transaction.number(
                        "SELECT coalesce(sum(length(octets)), 0) FROM chunk WHERE reception = ?",
                        reception.number());
        int joined =
                transaction.update(
                        "UPDATE reception SET message = ? WHERE number = ? AND message IS NULL",
                        number,
                        reception.number());
        if (stored != reception.size() || joined != 1) {
            throw new IOException(
                    "The queue found %d of the %d octets it had received; receive them again."
                            .formatted(stored, reception.size()));
        }
    }

    private static void insertDeliveries(Transaction transaction, Offer offer, long number)
            throws SQLException {
        Optional<String> parked = offer.parkedBecause();
        for (String destination :
                offer.shipments().stream().map(one -> one.ways().getFirst()).distinct().toList()) {
            transaction.update(
                    "INSERT INTO delivery (message, destination, state, due) VALUES (?, ?, ?, 0)",
                    number,
                    destination,
                    parked.isPresent() ? "parked" : "waiting");
            if (parked.isPresent()) {
                History.write(
                        transaction, number, History.note(Deed.PARKED, destination, parked.get()));
            }
        }
    }
}
