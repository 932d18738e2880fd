/// The REST interface of Azure Communication Services Email.
///
/// A request comes through the faults of [dev.postern.lab.rest.FaultyDoor] to [AcsEndpoint], which
/// asks in this order: is there such a path, is the version of the interface one that exists, who
/// is it (`Callers`: the signature of an access key, or a token of Entra whose application owns the
/// resource), is there room in the quota, is the message one (`SendRequest`), may it come from its
/// sender. The first no is an error in Azure's form. A message that is taken becomes an operation
/// ([Operations]) and goes to the mailboxes and into the outbox at once, unless its operation is to
/// fail.
///
/// RFC 9110 §5.6.7 (`x-ms-date`), RFC 2104 (HMAC), RFC 5322 (what arrives). Operations are kept
/// while there are no more than [Operations#KEPT].
///
/// Differences from the real one: no delivery reports, no suppression list of its own, the texts of
/// errors are those that people have reported, since there is no list of them; fields of a header
/// that the service writes itself are refused, and no others.
@NullMarked
package dev.postern.lab.acs;

import org.jspecify.annotations.NullMarked;
