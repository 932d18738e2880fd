/// Postern beside programs that nobody here wrote: a real IMAP and POP3 server, real clients.
///
/// What our own lab and our own client could both misread, these cannot. Tests are tagged `peer`,
/// and skipped where the program is not installed unless `POSTERN_PEERS=required`.
@NullMarked
package dev.postern.peers;

import org.jspecify.annotations.NullMarked;
