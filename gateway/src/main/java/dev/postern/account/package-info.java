/// Local accounts: who may hand in mail or open a mailbox, with which password, from where, and as
/// which sender.
///
/// An account is made by a person on the command line and lives in the store, not in the settings.
/// Passwords are kept as argon2id hashes (RFC 9106); failed sign-ins are counted, delayed and
/// locked out by account and by address. Devices that were seen, let in or not, are remembered.
@NullMarked
package dev.postern.account;

import org.jspecify.annotations.NullMarked;
