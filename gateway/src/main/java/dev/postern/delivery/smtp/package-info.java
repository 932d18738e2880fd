/// Hand-over by SMTP: Exchange Online, High Volume Email, Azure Communication Services, any other
/// server.
///
/// An [SmtpAgent][dev.postern.delivery.smtp.SmtpAgent] is one program for all of them; an
/// [SmtpWay][dev.postern.delivery.smtp.SmtpWay] says in what they differ: where, how secured, as
/// whom, for which recipients, in whose name. Each message is one mail transaction with all its
/// recipients, and each recipient gets an answer of its own. What the server's replies mean is
/// decided in one place, `Meaning`; what becomes of the message then in another, `Classification`.
///
/// Sessions are kept for the next message, a short time, and are signed in anew before their token
/// ends. If the senders' own mailboxes sign in, each is kept below what Exchange Online allows a
/// mailbox.
///
/// A message of which the last reply was lost is `Unclear`: it is sent again, with the same
/// Message-ID, and perhaps arrives twice. A server that does not accept our credentials never makes
/// a message bounce.
///
/// Limits: 64 sessions rest, 30 seconds each; the header of a message whose sender is replaced has
/// at most 256 KiB. All waits are those of the protocol's deadlines.
///
/// RFC 5321 (SMTP), 3463 (status codes), 7435 (opportunistic security), 5322 (From, Reply-To).
@NullMarked
package dev.postern.delivery.smtp;

import org.jspecify.annotations.NullMarked;
