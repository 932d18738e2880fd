package dev.postern.queue.sqlite;

import dev.postern.queue.Addressee;
import dev.postern.queue.DeliveryState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where some addressees of a message stand: what is written into the row of a delivery that nobody
/// has claimed.
///
/// @param addressees none if the message has no envelope
record Station(
        Fate fate,
        List<Addressee> addressees,
        int attempts,
        Optional<Instant> firstTried,
        Optional<Instant> warned) {

    Station {
        addressees =
                addressees.stream().sorted(Comparator.comparingInt(Addressee::number)).toList();
    }

    void update(Transaction transaction, long delivery) throws SQLException {
        transaction.update(
                """
                UPDATE delivery
                SET destination = ?, state = ?, due = ?, token = NULL, ended = ?,
                    attempts = ?, first_tried = ?, warned = ?,
                    recipients = ?, passed = ?, further = ?, hope = ?, notice = ?, replies = ?
                WHERE number = ?
                """,
                fate.destination(),
                fate.state().word(),
                fate.due(),
                ended(transaction),
                attempts,
                Rows.column(firstTried),
                Rows.column(warned),
                recipients(),
                Lines.pack(fate.passed()),
                Lines.pack(fate.further()),
                fate.hope().strength(),
                Rows.word(fate.notice()),
                replies(),
                delivery);
    }

    /// Makes a row of its own.
    ///
    /// @param of the message, and whose turn it takes
    void insert(Transaction transaction, DeliveryRow of) throws SQLException {
        transaction.update(
                """
                INSERT INTO delivery (message, sender, destination, state, due, ended,
                                      attempts, first_tried, warned,
                                      recipients, passed, further, hope, notice, replies)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                of.message(),
                of.turn(),
                fate.destination(),
                fate.state().word(),
                fate.due(),
                ended(transaction),
                attempts,
                Rows.column(firstTried),
                Rows.column(warned),
                recipients(),
                Lines.pack(fate.passed()),
                Lines.pack(fate.further()),
                fate.hope().strength(),
                Rows.word(fate.notice()),
                replies());
    }

    private @Nullable Long ended(Transaction transaction) {
        return fate.state().ended() ? Long.valueOf(transaction.millis()) : null;
    }

    private @Nullable String recipients() {
        return addressees.isEmpty()
                ? null
                : Positions.pack(addressees.stream().map(Addressee::number).toList());
    }

    private @Nullable String replies() {
        return Replies.pack(addressees.stream().map(Addressee::last).toList());
    }

    boolean waits() {
        return fate.state() == DeliveryState.WAITING;
    }
}
