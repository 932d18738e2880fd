/// The store of accounts and devices in one SQLite file, `accounts.db`, beside the queue's.
///
/// It is a file of its own so that counting devices never waits for the queue's writer, nor the
/// other way round, and so that it can be kept in another backup. Every operation opens a
/// connection and closes it: there are few (a look a second, a write every five), several processes
/// may be at it, and nothing is held in between. Only the owner may read the file.
@NullMarked
package dev.postern.account.sqlite;

import org.jspecify.annotations.NullMarked;
