/// Before a mail session belongs to somebody: what a server's side of IMAP, POP3 and SMTP says
/// until it knows who the client is, where what follows is not its own affair.
///
/// A [dev.postern.protocol.login.Login] greets, tells what can be done, secures the connection, and
/// comes back with name and password. Whoever has it decides, and either refuses, or admits and
/// takes the connection with all that the client has sent beyond. Each protocol has a Login of its
/// own, on the common ground of a [dev.postern.protocol.login.Lobby].
///
/// Limits: [dev.postern.protocol.login.LoginRules] bounds a line, the commands, those that are
/// none, the refusals, each wait, and the time until somebody is signed in. Input that was sent in
/// the clear behind the command that starts TLS ends the session (RFC 3501 §6.2.1, RFC 2595 §4, RFC
/// 3207 §6).
@NullMarked
package dev.postern.protocol.login;

import org.jspecify.annotations.NullMarked;
