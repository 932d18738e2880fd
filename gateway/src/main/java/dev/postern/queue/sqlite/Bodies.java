package dev.postern.queue.sqlite;

import java.sql.SQLException;

/// Lets the bytes of messages go.
final class Bodies {

    static final String DROP_BODY =
            """
            DELETE FROM body WHERE message = ?1 AND NOT EXISTS (
                SELECT 1 FROM delivery WHERE message = ?1 AND ended IS NULL)
            """;

    static final String DROP_RECEPTION =
            """
            UPDATE reception SET message = NULL, touched = 0
            WHERE message = ?1 AND NOT EXISTS (
                SELECT 1 FROM delivery WHERE message = ?1 AND ended IS NULL)
            """;

    private Bodies() {}

    /// Drops the message's bytes if none of its deliveries needs them any more.
    ///
    /// A small body goes at once. The chunks of a large one are left to the sweeper, which takes
    /// them away in short steps beside the traffic.
    static void dropIfEnded(Transaction transaction, long message) throws SQLException {
        int dropped = transaction.update(DROP_BODY, message);
        if (dropped == 0) {
            transaction.update(DROP_RECEPTION, message);
        }
    }
}
