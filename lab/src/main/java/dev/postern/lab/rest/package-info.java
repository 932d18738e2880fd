/// What the lab's REST services have in common: how a request is refused, who shows a token, how
/// much may be done in a time, what goes wrong on demand, and how a message is made of its parts.
///
/// `acs` and `graph` are built from these; nothing here knows either of them. A service is a
/// [Service] behind a [FaultyDoor], which shows the planned [RestFault]s and turns what the service
/// throws into its form of error. [Composition] writes RFC 5322, RFC 2045, RFC 2046, RFC 2047 and
/// RFC 2231.
@NullMarked
package dev.postern.lab.rest;

import org.jspecify.annotations.NullMarked;
