/// What Exchange Online decides when a token is shown at one of its doors, and when a message is
/// handed in there.
///
/// [AccessTokens] reads what a token says of itself. [ExchangeGatekeeper] reads the world of the
/// `directory` anew at each sign-in; it keeps nothing. [PostOffice] brings what was accepted into
/// mailboxes and into the outbox.
@NullMarked
package dev.postern.lab.exchange;

import org.jspecify.annotations.NullMarked;
