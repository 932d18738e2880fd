/// An IMAP client that streams (RFC 3501; what of RFC 9051 it shares).
///
/// An [dev.postern.protocol.imap.ImapClient] connects, signs in, selects a mailbox, searches,
/// fetches whole messages by UID and disposes of them. It reads bodies straight into a
/// [dev.postern.protocol.wire.Sink], whatever their size, and sends the next command before the
/// reply to the last has come. What RFC 3501 foresees as a refusal is a
/// [dev.postern.protocol.imap.Completion] or an [dev.postern.protocol.imap.Answer]; a server that
/// ends the session is a [dev.postern.protocol.imap.SessionEndedException].
///
/// Limits: a response line has at most 64 KiB outside of literals, lists nest 32 deep, a SEARCH
/// finds at most ten million messages, 64 commands with together 32 KiB are under way. No size that
/// a server announces is ever allocated.
///
/// It knows how Exchange Online departs from the RFCs: a bracket in the greeting that is no
/// response code, throttling as `BAD`, success at signing in to mailboxes one may not open, a line
/// without any tag when the server is ill, sizes that are estimates, items in another order than
/// asked.
///
/// RFC 3501, 9051 (IMAP4), 2177 (IDLE), 2342 (NAMESPACE), 2971 (ID), 3691 (UNSELECT), 4315
/// (UIDPLUS), 4959 (SASL-IR), 6851 (MOVE), 7888 (non-synchronizing literals), 2683 and 7162 (length
/// of commands).
@NullMarked
package dev.postern.protocol.imap;

import org.jspecify.annotations.NullMarked;
