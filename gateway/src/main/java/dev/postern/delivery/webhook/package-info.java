/// Hand-over by HTTP: each message is one POST.
///
/// The body is the message as received, streamed out of the queue, or JSON with its parts. Every
/// attempt of one message carries the same `Idempotency-Key`, so a receiver that remembers the keys
/// takes each message once, even if its answer was lost on the way. With a signing secret each
/// request is signed; the receiver can verify it while it reads.
///
/// A redirect is not followed: it would send mail to an address that nobody wrote into the
/// settings. Every request has a time limit, and of the answer only the beginning is read.
///
/// RFC 9110 (HTTP semantics, Retry-After), RFC 6585 (429), RFC 8470 (425), RFC 2104 (HMAC), RFC
/// 3986 (percent-encoding of header values).
@NullMarked
package dev.postern.delivery.webhook;

import org.jspecify.annotations.NullMarked;
