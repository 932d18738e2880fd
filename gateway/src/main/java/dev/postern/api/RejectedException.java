package dev.postern.api;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A request is not fulfilled; ends its handling.
final class RejectedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String target;
    private final transient Optional<Duration> retryAfter;

    private RejectedException(
            int status, String code, String words, String target, Optional<Duration> retryAfter) {
        super(words);
        this.status = status;
        this.code = code;
        this.target = target;
        this.retryAfter = retryAfter;
    }

    /// @param code by which a program knows the error, one of Azure's where it has one
    /// @param words for people, without secrets
    RejectedException(int status, String code, String words) {
        this(status, code, words, "", Optional.empty());
    }

    /// A request that must be changed.
    ///
    /// @param target which part of it
    static RejectedException bad(String words, String target) {
        return new RejectedException(400, "BadRequest", words, target, Optional.empty());
    }

    /// Somebody who is not let in.
    static RejectedException stranger(String words) {
        return new RejectedException(401, "Unauthorized", words);
    }

    /// A request that may succeed later.
    static RejectedException later(int status, String code, String words, Duration retryAfter) {
        return new RejectedException(status, code, words, "", Optional.of(retryAfter));
    }

    /// In the form of Azure's errors.
    Answer answer() {
        ObjectNode body = Answer.JSON.createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("code", code).put("message", String.valueOf(getMessage()));
        if (!target.isEmpty()) {
            error.put("target", target);
        }
        Answer answer = Answer.of(status, body).with("x-ms-error-code", code);
        if (status == 401) {
            answer = answer.with("WWW-Authenticate", "HMAC-SHA256, Basic realm=\"Postern\"");
        }
        if (retryAfter.isPresent()) {
            long seconds = Math.max(1, retryAfter.get().toSeconds());
            return answer.with("Retry-After", Long.toString(seconds));
        }
        return answer;
    }
}
