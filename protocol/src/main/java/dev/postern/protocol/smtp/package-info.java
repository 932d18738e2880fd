/// SMTP, both sides (RFC 5321, RFC 6409).
///
/// **The server.** A [dev.postern.protocol.smtp.ServerSession] speaks with one client on a
/// connection that somebody accepted; a [dev.postern.protocol.smtp.SmtpService] decides who may
/// sign in, send, and to whom, and takes each message as an [dev.postern.protocol.smtp.Incoming]. A
/// message streams: a session's memory does not grow with it. It is answered with 250 only when
/// `Incoming.finish` says so, and whatever ends the session before, `abandon` is called.
///
/// It is strict where two servers could read the same octets differently. Only CRLF ends a line; a
/// command line that ends otherwise ends the session. Only CRLF.CRLF ends a message; one with a
/// bare CR, a bare LF or a NUL is read to its end and refused with `550 5.6.11`. Octets that follow
/// STARTTLS, or a refused DATA, in the same breath end the session. It is lenient where nothing can
/// be misunderstood: names in EHLO, blanks, missing angle brackets.
///
/// Limits: [dev.postern.protocol.smtp.ServerLimits], a command line of 12 KiB (RFC 4954 §4), twice
/// the announced size before a client that goes on is cut off. A line of text may be longer than
/// RFC 5321 §4.5.3.1.6 has it, up to a limit: devices send whole attachments in one. Every wait has
/// a deadline, [dev.postern.protocol.smtp.ServerDeadlines].
///
/// **The login.** An [dev.postern.protocol.smtp.SmtpLogin] is a server that only lets clients in:
/// another one goes on with them, whose extensions it announces.
///
/// **The client.** An [dev.postern.protocol.smtp.SmtpClient] connects, greets, secures the
/// connection, signs in and sends one message after the other, each in one mail transaction with
/// two round trips where the server knows PIPELINING. A message is read from its stream once and
/// never held. What came of it is a [dev.postern.protocol.smtp.Transaction]: taken, refused for
/// some or for all, each with the server's [dev.postern.protocol.smtp.Reply], or sent without a
/// reply, so that nobody knows.
///
/// What goes out of a message has no CR and no LF but in CRLF, whatever it had before.
///
/// Limits: a line of a reply has at most 8 KiB, a reply 128 lines; 100 commands are under way. No
/// session lasts longer than the deadlines allow.
///
/// RFC 1870 (SIZE), 2034 and 3463 (ENHANCEDSTATUSCODES), 2920 (PIPELINING), 3030 (CHUNKING, not
/// BINARYMIME), 3207 (STARTTLS), 3461 (DSN), 4616 (PLAIN), 4954 (AUTH), 6152 (8BITMIME), 6531
/// (SMTPUTF8), 8314 (implicit TLS); 1047 for what happens when the last reply is lost.
@NullMarked
package dev.postern.protocol.smtp;

import org.jspecify.annotations.NullMarked;
