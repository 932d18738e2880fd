/// Taking connections: an address and port, a session on each connection, and an end in order.
///
/// What is said in a session is its [dev.postern.listen.Host]'s affair, for whatever protocol. Here
/// is what all have in common: how many sessions there may be, who is behind a load balancer (PROXY
/// protocol, version 2), the patrol that cuts off who keeps a session waiting in a way that it
/// cannot end itself, and the way in which a listener stops.
///
/// Life cycle: `open` binds; `close` takes no more connections, wants all sessions to end, lets
/// them finish for a time, then cuts off the rest. Each session has a virtual thread.
@NullMarked
package dev.postern.listen;

import org.jspecify.annotations.NullMarked;
