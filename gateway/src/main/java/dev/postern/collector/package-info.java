/// The collector: takes messages out of mailboxes, each exactly once.
///
/// One virtual thread a mailbox. It visits the mailbox every so often, or when the server says that
/// mail has come (IMAP IDLE, RFC 2177), and does with each message, oldest first: fetch it whole →
/// commit it together with its line in the ledger → do on the server what is to be done (delete,
/// mark, move) → confirm that in the ledger. A crash between any two steps is mended by the next
/// visit, which reads the ledger: what was committed is never fetched again, what was not is still
/// on the server.
///
/// What a server announces and cannot deliver whole (not there yet, empty, a placeholder, broken)
/// is tried again with growing waits and at last parked with its reason; the rest of the mailbox
/// flows on. Nothing is deleted from a mailbox that was not committed here before.
///
/// [Visit] is the algorithm and knows no protocol; [Session] is what it needs of one, with an
/// implementation for IMAP (RFC 3501) and one for POP3 (RFC 1939). [Collector] runs all mailboxes.
@NullMarked
package dev.postern.collector;

import org.jspecify.annotations.NullMarked;
