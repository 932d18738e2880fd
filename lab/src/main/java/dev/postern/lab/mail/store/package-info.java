/// Mailboxes with folders with messages, in memory.
///
/// A [dev.postern.lab.mail.store.MailStore] makes a mailbox when it is first named, with the
/// folders Exchange gives a new one. A [dev.postern.lab.mail.store.Folder] knows UIDs and
/// UIDVALIDITY; every step in it is atomic, and its watchers are told. Message bytes come from a
/// [dev.postern.lab.mail.store.MessageSource], which may make them up as they are read, so that a
/// message of 150 MiB costs no heap. Everything may be used from any thread; a mailbox has at most
/// 1,000 folders.
@NullMarked
package dev.postern.lab.mail.store;

import org.jspecify.annotations.NullMarked;
