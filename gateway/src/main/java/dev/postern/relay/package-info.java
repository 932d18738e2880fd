/// What all ways of handing in a message have in common: who may send as whom, what is mended in
/// the header, and which way it goes.
///
/// `submission` (SMTP), `api` (HTTP) and `postern send` come here with a [Principal] and an
/// envelope, write the message's octets into a [Letter], and get the queue's name for it once it is
/// committed. The message itself is changed in nothing but its header, and there only as the sender
/// policy and RFC 6409 §8 say: Received and, where missing, Date and Message-ID are added; Bcc is
/// taken out.
@NullMarked
package dev.postern.relay;

import org.jspecify.annotations.NullMarked;
