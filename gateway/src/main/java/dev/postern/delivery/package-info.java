/// Hand-over: messages leave the queue for their destinations.
///
/// Each destination has a [Lane][dev.postern.delivery.Lane], which claims its messages oldest
/// first, gives them to the destination's [DeliveryAgent][dev.postern.delivery.DeliveryAgent] and
/// settles each claim by what the agent answered. A lane does not know what a destination is; an
/// agent does not know the queue, the schedule or the other messages. The agents for applications
/// are in the packages below this one.
///
/// **Order.** With one connection a destination gets its messages in the order of their acceptance,
/// and an outage does not change it: the lane rests, then tries the oldest again. Only a message
/// that fails by itself, while the destination takes others, steps out of the line. `Standing` says
/// how the one is told from the other.
///
/// **Crash.** A hand-over is settled after the destination has answered. A crash in between hands
/// the message over again, under the same name: agents make that harmless where the destination
/// allows it. Nothing here is kept on disk; after a restart the lane learns afresh how the
/// destination is.
///
/// **Limits.** Connections, messages per minute and size for each destination; a lane holds at most
/// a batch of claims beyond those in hand, of which there are two batches where a destination takes
/// many at once, remembers 1000 failing messages, and every wait is finite.
@NullMarked
package dev.postern.delivery;

import org.jspecify.annotations.NullMarked;
