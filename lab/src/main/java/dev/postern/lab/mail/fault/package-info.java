/// What can go wrong with a mailbox at Exchange Online, on demand.
///
/// A [dev.postern.lab.mail.fault.Fault] says what happens, a [dev.postern.lab.mail.fault.Scope] to
/// whom and how often. Both are made from one line of text, a
/// [dev.postern.lab.mail.fault.FaultRequest], so that a test, a control page and a person write the
/// same: `throttled mailbox=razr@example.cz command=FETCH times=2 backoff=300ms`.
/// [dev.postern.lab.mail.fault.Catalogue] knows all names.
///
/// [dev.postern.lab.mail.fault.Faults] holds what is wanted; the servers ask it at every step
/// ([dev.postern.lab.mail.fault.Occasion]) and do what it answers. The faults are those that
/// collectors met in the field: each name's description says what a client sees.
@NullMarked
package dev.postern.lab.mail.fault;

import org.jspecify.annotations.NullMarked;
