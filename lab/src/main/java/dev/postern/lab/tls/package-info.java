/// The lab's certificates: a throw-away authority, and for each server a certificate that can be
/// made wrong.
///
/// [Authority] is made when a lab starts, its certificate is written for clients to trust, and its
/// key is never written anywhere. [ServerTls] holds what one server shows: normally a good
/// certificate, on demand one that is expired, made out to another host, or signed by somebody
/// nobody trusts. Each of them has a TLS context of its own, so that a client cannot resume a
/// session of the good one and never look.
@NullMarked
package dev.postern.lab.tls;

import org.jspecify.annotations.NullMarked;
