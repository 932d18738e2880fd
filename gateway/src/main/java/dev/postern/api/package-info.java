/// Mail handed in by HTTP: as Azure Communication Services Email takes it, and as raw messages.
///
/// [ApiServer] listens; each request has a virtual thread. [Api] finds what it is for, `Door` lets
/// the caller in, `EmailEndpoint` and `RawEndpoint` put the message in through
/// [dev.postern.relay.Relay]: 202 is answered only after its commit. A signature by access key does
/// not say whose it is: the path of the endpoint may (`https://host/ACCOUNT`), which the clients
/// for Java and .NET keep and the one for JavaScript refuses; else every account's key is tried. An
/// operation is found again by the Message-ID made from its id, so the queue is the only memory and
/// a restart forgets nothing.
///
/// Bounds: a JSON request has [Api#JSON_MAX] octets, of which [Api#JSON_AT_ONCE] are held at a
/// time, since their signature covers all of them; a raw message is streamed. RFC 2104 (HMAC), RFC
/// 7617 (Basic), RFC 9110 §10.2.3 (Retry-After).
///
/// The server is the JDK's own on virtual threads, and not Javalin: two paths and a stream need no
/// router, and Jetty and Kotlin would double the program.
@NullMarked
package dev.postern.api;

import org.jspecify.annotations.NullMarked;
