/// Exchange Online's IMAP4rev1 server.
///
/// [dev.postern.lab.mail.imap.ImapServer] listens; each connection is one `ImapSession` on one
/// virtual thread: it greets, reads a command, asks for faults, does the command, says what has
/// changed in the folder, answers, and so on until LOGOUT. Pipelined commands are answered in
/// order.
///
/// It speaks RFC 3501 as Exchange does, with SASL-IR (RFC 4959), LITERAL+ (RFC 7888), IDLE (RFC
/// 2177), UIDPLUS (RFC 4315), MOVE (RFC 6851), UNSELECT (RFC 3691), NAMESPACE (RFC 2342) and ID
/// (RFC 2971). What Exchange lacks is missing here as well. A message's structure is told as one
/// text part, whatever its MIME structure is: collectors and proxies for whole messages do not ask.
///
/// Limits: a command line has 64 KiB, a literal 64 KiB (APPEND: 36 MiB), a session ten errors; a
/// client may be silent for one minute before it has signed in, and for 30 minutes after.
@NullMarked
package dev.postern.lab.mail.imap;

import org.jspecify.annotations.NullMarked;
