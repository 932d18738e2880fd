/// Lines, octets and waits: what every mail protocol needs of a TCP connection.
///
/// A [dev.postern.protocol.wire.Connection] is opened to an [dev.postern.protocol.wire.Endpoint],
/// secured at once or later, read through a [dev.postern.protocol.wire.WireInput] and written
/// through a [dev.postern.protocol.wire.WireOutput], and closed by whoever opened it. Reading and
/// writing belong to one thread; closing is allowed to every thread and ends what is blocked.
///
/// Every wait ends: [dev.postern.protocol.wire.Deadlines] has a limit for each kind, one of them
/// for a peer that sends a little now and then, and one for the whole visit. What runs out is a
/// [dev.postern.protocol.wire.DeadlineException] that names the wait. Octets pass from the socket's
/// buffer to their [dev.postern.protocol.wire.Sink] without another copy, so memory does not grow
/// with what is transferred.
///
/// TLS is 1.2 or newer with the host name verified (RFC 8314, RFC 9325). Input that arrived in the
/// clear before an upgrade is never taken for input after it.
@NullMarked
package dev.postern.protocol.wire;

import org.jspecify.annotations.NullMarked;
