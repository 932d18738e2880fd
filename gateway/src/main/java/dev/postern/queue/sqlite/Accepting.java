package dev.postern.queue.sqlite;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.Submitter;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The operation that accepts: ledger, message, bytes, deliveries; for all offers, or for none.
///
/// Remembers the numbers that it drew. Nothing else tells a submitted message from another like it,
/// and after a COMMIT that failed, but was on disk, the second try must not take it twice.
final class Accepting implements Operation<List<Acceptance>> {

    static final String REPORTED = "SELECT count(*) FROM message WHERE about = ? AND notice = ?";
    static final String TAKEN = "SELECT count(*) FROM message WHERE number = ? AND sha256 = ?";

    private final List<Parcel> parcels;

    /// By parcel; 0 if none was drawn yet.
    private final long[] drawn;

    Accepting(List<Parcel> parcels) {
        this.parcels = List.copyOf(parcels);
        this.drawn = new long[parcels.size()];
    }

    @Override
    public List<Acceptance> apply(Transaction transaction) throws SQLException, IOException {
        List<Acceptance> answers = new ArrayList<>(parcels.size());
        for (int i = 0; i < drawn.length; i++) {
            Parcel parcel = parcels.get(i);
            if (drawn[i] == 0 || !isThere(transaction, parcel, drawn[i])) {
                drawn[i] = transaction.newMessageNumber();
                answers.add(accept(transaction, parcel, drawn[i]));
            } else {
                answers.add(new Acceptance.Taken(MessageNumber.name(drawn[i])));
            }
        }
        return answers;
    }

    private static boolean isThere(Transaction transaction, Parcel parcel, long number)
            throws SQLException {
        return transaction.number(TAKEN, number, parcel.reception().digest()) > 0;
    }

    private static Acceptance accept(Transaction transaction, Parcel parcel, long number)
            throws SQLException, IOException {
        boolean entered =
                switch (parcel.origin()) {
                    case Origin.Collected collected ->
                            enterCollected(transaction, parcel, collected, number);
                    case Origin.Submitted submitted ->
                            enterSubmitted(transaction, parcel, submitted.by(), number);
                    case Origin.Report report -> enterReport(transaction, parcel, report, number);
                };
        if (!entered) {
            return new Acceptance.Known();
        }
        storeBytes(transaction, parcel.reception(), number);
        insertDeliveries(transaction, parcel, number);
        transaction.reached("message-written");
        return new Acceptance.Taken(MessageNumber.name(number));
    }

    private static boolean enterCollected(
            Transaction transaction, Parcel parcel, Origin.Collected origin, long number)
            throws SQLException {
        long place = transaction.placeNumber(origin.place());
        if (!enterLedger(transaction, parcel, origin, place, number)) {
            return false;
        }
        transaction.reached("ledger-entered");
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
                parcel.messageId());
        return true;
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
                        parcel.messageId(),
                        parcel.reception().size(),
                        parcel.reception().digest());
        return changed == 1;
    }

    private static boolean enterSubmitted(
            Transaction transaction, Parcel parcel, Submitter by, long number) throws SQLException {
        PackedEnvelope envelope = parcel.envelope().orElseThrow();
        transaction.update(
                """
                INSERT INTO message (number, source, accepted, size, sha256, message_id,
                                     sender, recipients, wishes,
                                     envelope_id, returned, eight_bit, utf8,
                                     account, address, hello, protocol)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                number,
                parcel.offer().source(),
                transaction.millis(),
                parcel.reception().size(),
                parcel.reception().digest(),
                parcel.messageId(),
                envelope.sender(),
                envelope.recipients(),
                envelope.wishes(),
                envelope.options().envelopeId().orElse(null),
                envelope.returned(),
                envelope.options().eightBit() ? 1 : 0,
                envelope.options().utf8() ? 1 : 0,
                by.account(),
                by.address(),
                by.hello(),
                by.protocol());
        return true;
    }

    /// @return false if there is such a report already
    private static boolean enterReport(
            Transaction transaction, Parcel parcel, Origin.Report report, long number)
            throws SQLException {
        PackedEnvelope envelope = parcel.envelope().orElseThrow();
        String notice = Rows.word(Optional.of(report.notice()));
        if (transaction.number(REPORTED, report.about(), notice) > 0) {
            return false;
        }
        transaction.update(
                """
                INSERT INTO message (number, source, accepted, size, sha256, message_id,
                                     sender, recipients, wishes,
                                     envelope_id, returned, eight_bit, utf8, about, notice)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                number,
                parcel.offer().source(),
                transaction.millis(),
                parcel.reception().size(),
                parcel.reception().digest(),
                parcel.messageId(),
                envelope.sender(),
                envelope.recipients(),
                envelope.wishes(),
                envelope.options().envelopeId().orElse(null),
                envelope.returned(),
                envelope.options().eightBit() ? 1 : 0,
                envelope.options().utf8() ? 1 : 0,
                report.about(),
                notice);
        transaction.reached("report-written");
        return true;
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

    private static void insertDeliveries(Transaction transaction, Parcel parcel, long number)
            throws SQLException {
        Optional<String> parked = parcel.offer().parkedBecause();
        for (Parcel.Leg leg : parcel.legs()) {
            transaction.update(
                    """
                    INSERT INTO delivery (message, destination, state, due,
                                          sender, recipients, further)
                    VALUES (?, ?, ?, 0, ?, ?, ?)
                    """,
                    number,
                    leg.destination(),
                    parked.isPresent() ? "parked" : "waiting",
                    parcel.turn(),
                    leg.recipients(),
                    leg.further());
            if (parked.isPresent()) {
                History.write(
                        transaction,
                        number,
                        History.note(Deed.PARKED, leg.destination(), parked.get()));
            }
        }
    }
}
