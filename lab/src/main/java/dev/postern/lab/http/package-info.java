/// A small web server whose every byte is the lab's own.
///
/// HTTP/1.1 (RFC 9112) with persistent connections, request bodies by Content-Length or chunked,
/// and answers of known length; no HTTP/2, no trailers, no compression, no pipelining beyond
/// answering in order. It exists because a test needs what a proper server does not do: hang up in
/// the middle of an answer, keep silent, show another certificate, tell another time.
///
/// [WebServer] starts one virtual thread for each connection, which reads a request, asks the
/// [Handler], writes the [Answer] and goes on until the client hangs up, a time limit passes, or
/// the server is closed. Bounds: [WebServer#CONNECTIONS_MAX] connections, [Wire#LINE_MAX] octets a
/// line, [Wire#HEADERS_MAX] header fields, [Wire#BODY_MAX] octets of body, [WebServer#IDLE] of
/// silence.
@NullMarked
package dev.postern.lab.http;

import org.jspecify.annotations.NullMarked;
