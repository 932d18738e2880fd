/// A POP3 client that streams (RFC 1939), and a server until somebody has signed in.
///
/// A [dev.postern.protocol.pop3.Pop3Client] connects, signs in, lists the messages by their unique
/// ids, retrieves and deletes them, and quits: only QUIT makes deletions last. A message goes
/// straight to a [dev.postern.protocol.wire.Sink], its stuffed dots removed, and is whole only when
/// the final dot was seen. A refusal (`-ERR`) is a [dev.postern.protocol.pop3.Refusal].
///
/// Limits: a line of a reply has at most 8 KiB, a list a million entries, 64 commands are under
/// way, and only one if the server does not announce PIPELINING.
///
/// A [dev.postern.protocol.pop3.Pop3Login] is the other side, as far as a client comes with its
/// password: the AUTHORIZATION state. What is behind it announces its capabilities through it, and
/// the input behind the password is left to whoever goes on.
///
/// Exchange Online takes AUTH in two lines only, never with the initial response on the first, and
/// guesses sizes in STAT and LIST.
///
/// RFC 1939 (POP3), 2449 (CAPA, response codes), 2595 (STLS), 3206 (SYS and AUTH codes), 5034
/// (AUTH).
@NullMarked
package dev.postern.protocol.pop3;

import org.jspecify.annotations.NullMarked;
