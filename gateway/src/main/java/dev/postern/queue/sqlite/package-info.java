/// The queue on SQLite: one file, embedded, the default.
///
/// **Life cycle.** [SqliteQueue#open] checks the file, brings its schema up to date and starts one
/// thread, the [Writer], which owns the only connection that writes. Everything that changes the
/// store is an [Operation] given to it. The writer takes all that waits, runs it in one
/// transaction, a savepoint each, commits once (WAL, `synchronous=FULL`: fsync) and then answers.
/// Reading goes by a small pool of other connections, which in WAL mode neither wait nor make wait.
///
/// **Where the bytes are.** A message that fits into one buffer ([SqliteReception#CHUNK]) is a row
/// of `body`, written with the rest. Of a larger one each full buffer becomes a `chunk` of a
/// `reception`, in a transaction of its own; acceptance joins the reception to its message, and
/// that alone makes it visible. Receptions that nobody joined and nobody touches are swept.
///
/// **Several processes** may use one file: SQLite's lock makes their transactions take turns, and
/// `PRAGMA data_version` tells each that another has written.
///
/// **When the disk fails** the transaction is rolled back, its callers get
/// [dev.postern.queue.QueueUnavailableException], an alarm is raised, nothing new is accepted, and
/// the writer probes until writing works again.
///
/// **Limits.** Operations that wait: [Writer#WAITING_MAX]. Operations in one transaction:
/// [Writer#BATCH_MAX]. Memory of all receptions: [SqliteSettings#memory]. Space that is never used
/// for new mail: [SqliteSettings#reserve]. One file per store, at most 281 TB.
@NullMarked
package dev.postern.queue.sqlite;

import org.jspecify.annotations.NullMarked;
