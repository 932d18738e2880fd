/// What Exchange Online decides when a token is shown at one of its doors.
///
/// [ExchangeGatekeeper] reads the world of the `directory` anew at each sign-in; it keeps nothing.
@NullMarked
package dev.postern.lab.exchange;

import org.jspecify.annotations.NullMarked;
