/// The queue: where mail is safe.
///
/// Mail comes in by [Intake], which commits the bytes, the envelope and the ledger's entry in one
/// transaction, and goes out by [Outlet], by claim and settle. Between them it survives a crash of
/// the process and of the machine. The [Ledger] remembers every message ever announced by a
/// mailbox, so that none is taken twice.
///
/// A message has one delivery for each way it goes: all of it, or those of its recipients that
/// share the way. Life cycle of a delivery: `waiting` → `sending` (claimed) → `delivered`, or back
/// to `waiting`, perhaps for another destination, or `parked`. A parked one stays until a person
/// releases, exports or deletes it, by [QueueDesk]. What was submitted and refused for good waits
/// for [Outlet#SENDER] until its sender has been told, and is `bounced` then.
///
/// Here are the promises; an engine that keeps them is a [QueueStore]. `queue.sqlite` is one.
@NullMarked
package dev.postern.queue;

import org.jspecify.annotations.NullMarked;
