/// Exchange Online's POP3 server (RFC 1939, CAPA of RFC 2449, AUTH of RFC 5034).
///
/// [dev.postern.lab.mail.pop3.Pop3Server] listens; each connection is one `Pop3Session` on one
/// virtual thread. A sign-in opens a `Maildrop`: the inbox as it is at that moment. What DELE marks
/// is removed by QUIT alone; a connection that ends in any other way removes nothing. RETR marks a
/// message as read, TOP does not. Sizes are estimates, as at Exchange.
///
/// Exchange wants AUTH on two lines: with the initial response on the first one it closes the
/// connection.
///
/// Limits: a command line has 512 octets, the answer to AUTH's challenge 64 KiB; a client may be
/// silent for one minute before it has signed in, and for 30 minutes after.
@NullMarked
package dev.postern.lab.mail.pop3;

import org.jspecify.annotations.NullMarked;
