/// Old IMAP, POP3 and SMTP clients, let in with a local password and joined to their mailbox, which
/// takes none.
///
/// A connection is accepted, and a [dev.postern.protocol.login.Login] speaks with the client until
/// it wants to sign in. The accounts decide; the caps of the mailbox let it pass; a token is had; a
/// [dev.postern.proxy.Dialect] signs in to the server. Only then does the client hear that it is
/// let in, and from then on octets pass unread in both directions until one side ends.
///
/// Limits: sessions in all, from one address and of one account; connections and sign-ins of a
/// mailbox; each wait has a deadline, and a session in which nothing moves ends. A session at rest
/// has no buffers.
@NullMarked
package dev.postern.proxy;

import org.jspecify.annotations.NullMarked;
