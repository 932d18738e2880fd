package dev.postern.lab.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/// A service does not do what was asked; ends the handling of a request.
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String target;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /// @param status of HTTP
    /// @param code by which a program knows the error
    /// @param message for people
    public RefusedException(int status, String code, String message) {
        this(status, code, message, "");
    }

    /// @param target what in the request is wrong; empty if all of it
    public RefusedException(int status, String code, String message, String target) {
        super(message);
        this.status = status;
        this.code = code;
        this.target = target;
    }

    /// The same with a header field in its answer.
    public RefusedException with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public String target() {
        return target;
    }

    Map<String, String> headers() {
        return Map.copyOf(headers);
    }
}
