package dev.postern.lab.http;

import java.io.IOException;

/// The client did not speak HTTP/1.1, or exceeded a bound; the connection cannot go on.
final class BadRequestException extends IOException {

    private static final long serialVersionUID = 1;

    BadRequestException(String message) {
        super(message);
    }
}
