package dev.postern.queue.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Something to be done in a transaction: all of it, or nothing.
///
/// Run by the writer's thread; may be run again from the start if the transaction that it shared
/// with others had to be rolled back. So it changes nothing but the store.
@FunctionalInterface
interface Operation<T extends @Nullable Object> {

    /// Does it.
    ///
    /// @throws IOException if it cannot be done; only this operation is undone
    T apply(Transaction transaction) throws SQLException, IOException;
}
