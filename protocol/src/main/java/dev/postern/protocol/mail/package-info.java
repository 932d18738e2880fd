/// Messages as far as a gateway must know them (RFC 5322): enough to name them, never to change
/// them.
@NullMarked
package dev.postern.protocol.mail;

import org.jspecify.annotations.NullMarked;
