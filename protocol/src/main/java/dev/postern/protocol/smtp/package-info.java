/// SMTP (RFC 5321): the client that streams.
///
/// An [dev.postern.protocol.smtp.SmtpClient] connects, greets, secures the connection, signs in and
/// sends one message after the other, each in one mail transaction with two round trips where the
/// server knows PIPELINING. A message is read from its stream once and never held. What came of it
/// is a [dev.postern.protocol.smtp.Transaction]: taken, refused for some or for all, each with the
/// server's [dev.postern.protocol.smtp.Reply], or sent without a reply, so that nobody knows.
///
/// What goes out of a message has no CR and no LF but in CRLF, whatever it had before.
///
/// Limits: a line of a reply has at most 8 KiB, a reply 128 lines; 100 commands are under way. No
/// session lasts longer than the deadlines allow.
///
/// RFC 5321 (SMTP), 1870 (SIZE), 2034 and 3463 (status codes), 2920 (PIPELINING), 3207 (STARTTLS),
/// 3461 (DSN), 4954 (AUTH), 6152 (8BITMIME), 6409 (submission), 6531 (SMTPUTF8); 1047 for what
/// happens when the last reply is lost.
@NullMarked
package dev.postern.protocol.smtp;

import org.jspecify.annotations.NullMarked;
