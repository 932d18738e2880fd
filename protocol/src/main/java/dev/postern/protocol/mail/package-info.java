/// Messages and their envelopes as far as a gateway must know them (RFC 5322, RFC 5321, RFC 3461):
/// enough to name them and to bring them on, never to change them.
@NullMarked
package dev.postern.protocol.mail;

import org.jspecify.annotations.NullMarked;
