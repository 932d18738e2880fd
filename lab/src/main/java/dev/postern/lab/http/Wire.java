package dev.postern.lab.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// HTTP/1.1 on one connection, the server's side. Confined to the connection's thread.
final class Wire {

    static final int LINE_MAX = 16 * 1024;
    static final int HEADERS_MAX = 100;
    static final int BODY_MAX = 160 * 1024 * 1024;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private final InputStream in;
    private final OutputStream out;

    /// @param in buffered by the caller
    Wire(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// The next request; empty if the client hung up between two.
    Optional<Request> read() throws IOException {
        Optional<String> first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new BadRequestException("this is no request line of HTTP/1.1");
        }
        Map<String, String> headers = headers();
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return Optional.of(
                decodable(new Request(words[0], words[1], headers, Body.of(body(headers)))));
    }

    /// Waits until the client hangs up, however long it takes.
    void awaitEnd() throws IOException {
        boolean open = true;
        while (open) {
            try {
                open = in.read() >= 0;
            } catch (SocketTimeoutException _) {
                // It is patient.
            }
        }
    }

    private static Request decodable(Request request) throws BadRequestException {
        try {
            request.path();
            request.query();
            return request;
        } catch (IllegalArgumentException _) {
            throw new BadRequestException("a percent sign in the path without its two digits");
        }
    }

    /// Sends a response, or as much of it as `octets` says of its body.
    void write(Answer.Response response, int octets, Instant now, boolean last) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(512 + octets);
        StringBuilder head =
                new StringBuilder(
                        "HTTP/1.1 " + response.status() + " " + phrase(response.status()) + "\r\n");
        response.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Date: ").append(DATE.format(now)).append("\r\n");
        if (response.status() != 204) {
            head.append("Content-Length: ").append(response.body().size()).append("\r\n");
        }
        head.append(last ? "Connection: close\r\n\r\n" : "\r\n");
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        response.body().appendTo(all, octets);
        write(all.toByteArray());
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int count = 0; ; count++) {
            String field =
                    line().orElseThrow(
                                    () -> new EOFException("the client hung up within a request"));
            if (field.isEmpty()) {
                return headers;
            }
            int colon = field.indexOf(':');
            if (colon < 1 || count == HEADERS_MAX) {
                throw new BadRequestException(
                        colon < 1
                                ? "a header field has no colon"
                                : "more than " + HEADERS_MAX + " header fields");
            }
            headers.merge(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks();
        }
        return exactly(number(headers.getOrDefault("content-length", "0"), 10));
    }

    /// RFC 9112 §7.1.
    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String head =
                    line().orElseThrow(() -> new EOFException("the client hung up within a body"));
            int size = number(head.split(";", 2)[0].strip(), 16);
            if (body.size() + size > BODY_MAX) {
                throw new BadRequestException("a body of more than " + BODY_MAX + " octets");
            }
            body.writeBytes(exactly(size));
            if (size == 0) {
                headers(); // the trailer section, which nobody here reads
                return body.toByteArray();
            }
            line();
        }
    }

    private byte[] exactly(int octets) throws IOException {
        byte[] bytes = in.readNBytes(octets);
        if (bytes.length < octets) {
            throw new EOFException("the client hung up within a body");
        }
        return bytes;
    }

    private static int number(String digits, int radix) throws BadRequestException {
        try {
            int number = Integer.parseInt(digits, radix);
            if (number >= 0 && number <= BODY_MAX) {
                return number;
            }
        } catch (NumberFormatException _) { // refused below, like one that is too large
        }
        throw new BadRequestException("a length that is not between 0 and " + BODY_MAX);
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return Optional.empty();
            }
            if (line.size() == LINE_MAX) {
                throw new BadRequestException("a line of more than " + LINE_MAX + " octets");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 416 -> "Range Not Satisfiable";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            default -> "Status " + status;
        };
    }
}
