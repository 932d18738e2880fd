/// Connections of the lab's mail servers, and how they fail.
///
/// A [dev.postern.lab.mail.net.Listener] accepts and gives each connection a virtual thread;
/// closing it ends them all. A [dev.postern.lab.mail.net.Connection] is plain or TLS; its
/// [dev.postern.lab.mail.net.LineInput] reads lines that end in CRLF and have a bound, its
/// [dev.postern.lab.mail.net.LineOutput] stalls, drips or breaks where a fault says so.
@NullMarked
package dev.postern.lab.mail.net;

import org.jspecify.annotations.NullMarked;
