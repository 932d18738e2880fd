/// SMTP servers that take mail: the wire of them all.
///
/// A [dev.postern.lab.mail.smtp.SmtpServer] holds a session on each connection, from the greeting
/// to QUIT, and asks a [dev.postern.lab.mail.smtp.Desk] whatever one service decides in another way
/// than the next: what it calls itself, whom it lets in, from whom and to whom it takes mail. The
/// desks are in `desk`. Faults of `mail.fault` strike by command; `CONNECT` is the greeting, and
/// `DOT` the moment when a message has come to its end and was not yet kept.
///
/// Commands, their order and their replies are those of RFC 5321; STARTTLS is RFC 3207, AUTH RFC
/// 4954, SIZE RFC 1870, PIPELINING RFC 2920, CHUNKING and BINARYMIME RFC 3030, 8BITMIME RFC 6152,
/// SMTPUTF8 RFC 6531, DSN RFC 3461 (parameters are noted, no notification is ever sent), enhanced
/// codes RFC 2034. Only CRLF ends a line, and only CRLF.CRLF a message. The words are Exchange's.
@NullMarked
package dev.postern.lab.mail.smtp;

import org.jspecify.annotations.NullMarked;
