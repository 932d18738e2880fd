package dev.postern.advice;

/// How far a conversation had come when it was refused.
public enum Stage {
    /// A token was asked for.
    TOKEN,
    /// A token was given, and its claims are looked at; nobody has refused anything.
    CLAIMS,
    /// Signing in.
    SIGN_IN,
    /// The first command after it: SELECT, STAT.
    MAILBOX,
    /// A sender was named: MAIL FROM.
    SENDER,
    /// A recipient was named: RCPT TO.
    RECIPIENT,
    /// The message itself: the end of DATA, `sendMail`, `emails:send`.
    MESSAGE,
    /// Not known, as with a line that somebody pastes.
    ANY
}
