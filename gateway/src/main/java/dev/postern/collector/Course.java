package dev.postern.collector;

import dev.postern.queue.ServerId;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What goes with a visit from one pass to the next. Confined to the visit's thread.
///
/// @param tally what was done so far
/// @param suspects messages to be asked for one by one, because they were in hand when a session
///   broke
/// @param barren whether the visit before had many messages refused and got none: then nothing is
///   given up, since it is the server and not the messages
/// @param stopping whether to ask for nothing more
record Course(Tally tally, Set<ServerId> suspects, boolean barren, BooleanSupplier stopping) {}
