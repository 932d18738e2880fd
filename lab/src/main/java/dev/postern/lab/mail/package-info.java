/// Exchange Online's mailboxes, as far as IMAP and POP3 show them, and the servers that take mail
/// by SMTP.
///
/// An [dev.postern.lab.mail.Exchange] ties together the mailboxes (`store`), who may open them, the
/// faults that are wanted (`fault`), and the [dev.postern.lab.mail.Journal] in which tests look up
/// what clients did. The servers in `imap`, `pop3` and `smtp` work on an `Exchange`; a
/// [dev.postern.lab.mail.Talk] is what their sessions have in common, a [dev.postern.lab.mail.Door]
/// their way in. All is gone with the process.
///
/// Nothing here uses the product's own protocol code: what is misread there must not be misread
/// here in the same way.
@NullMarked
package dev.postern.lab.mail;

import org.jspecify.annotations.NullMarked;
