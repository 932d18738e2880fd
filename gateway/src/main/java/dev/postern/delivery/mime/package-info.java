/// Reading of messages, for those who hand them over: sender and subject, and the whole message as
/// JSON.
///
/// A message is never changed, and never refused because it cannot be read: what cannot be read is
/// said in a list of problems. Whatever arrives may be broken or hostile, so everything has a
/// bound: a header field 128 KiB, one that says what a part is 8 KiB, the headers of all parts
/// together 512 KiB, 1000 fields a header, 30 levels of nesting, 1000 parts. Beyond a bound the
/// message goes on in its raw form. Memory does not grow with the message.
///
/// RFC 5322 (messages), RFC 2045 and RFC 2046 (MIME), RFC 2047 (encoded words), RFC 2231 (parameter
/// values), RFC 2183 (Content-Disposition), all as lenient as Apache James mime4j reads them.
@NullMarked
package dev.postern.delivery.mime;

import org.jspecify.annotations.NullMarked;
