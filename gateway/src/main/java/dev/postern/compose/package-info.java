/// Messages made from their parts: sender, recipients, subject, texts, attachments (RFC 5322, RFC
/// 2045 to 2047, RFC 2183, RFC 2231).
///
/// `postern send` and the HTTP API compose; what is relayed is never composed anew. Everything is
/// written as a stream, so memory does not grow with an attachment.
@NullMarked
package dev.postern.compose;

import org.jspecify.annotations.NullMarked;
