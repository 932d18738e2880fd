/// Mail that comes by SMTP from devices and applications (RFC 6409).
///
/// A [dev.postern.submission.Listener] for each entry of the settings takes connections, and holds
/// a session on each: the protocol is `protocol.smtp`'s, who may sign in `account` knows, and what
/// may be sent and where it goes `relay` decides. What stands between them is here: which client
/// counts as whom, how many there may be, and how it all ends in order. A message is answered with
/// 250 when the relay has committed it, and not before.
///
/// Life cycle: `open` binds; `close` takes no more connections, tells idle clients to come back
/// later, lets messages under way finish for a time, then cuts off the rest.
///
/// Limits: sessions of a listener and of an address, and all those of `protocol.smtp`. A session
/// that cannot end its own wait, because the peer drips TLS records or takes no reply, is cut off
/// by the listener's patrol.
///
/// A [dev.postern.submission.Certificate] is read again when its files change. Behind a load
/// balancer the client is whom that names by the PROXY protocol, version 2; then nobody but the
/// load balancer may connect.
@NullMarked
package dev.postern.submission;

import org.jspecify.annotations.NullMarked;
