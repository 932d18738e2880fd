package dev.postern.delivery.smtp;

import dev.postern.delivery.Answer;

/// What came of opening a session.
sealed interface Opening {

    /// Here it is, signed in.
    record Opened(Session session) implements Opening {}

    /// There is none, and every message would hear the same.
    record Failed(Answer.NotNow answer) implements Opening {}
}
