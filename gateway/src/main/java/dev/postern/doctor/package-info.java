/// Finds out why it does not work: walks the chain of each mailbox, destination and listener, says
/// at which step it breaks, and what mends it.
///
/// A [Patient] is one entry of the settings; it walks its steps in order and writes into a `Chart`.
/// The [Doctor] examines many side by side. What a server's refusal means is known by the package
/// `advice`; what worked elsewhere is kept until all are done, because it tells causes apart: a
/// mailbox that opens by IMAP and not by POP3 has its right and lacks a switch.
///
/// Nothing is changed on the other side: EXAMINE, STAT, MAIL FROM and RSET. A message is sent only
/// if one is asked for. So it runs beside the service, by the same clients and token sources.
///
/// Limits: sixteen entries at a time; a wait is bounded by `Reach.QUICK`, a conversation by 90
/// seconds, a token by 20 seconds; eight further senders of a way are tried.
///
/// RFC 3501 (EXAMINE), RFC 2342 (NAMESPACE), RFC 1939 (STAT), RFC 5321 (MAIL, RSET), RFC 9525
/// (names in certificates), RFC 2606 (names that nobody has).
@NullMarked
package dev.postern.doctor;

import org.jspecify.annotations.NullMarked;
