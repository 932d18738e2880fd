package dev.postern.advice;

/// Something that was seen elsewhere and that bears on a refusal.
public enum Circumstance {
    /// The same application signs in to another mailbox by the same protocol, or by the other one
    /// of IMAP and POP3: Exchange knows it.
    OTHER_MAILBOX_WORKS,
    /// The same application opens this mailbox by another protocol: it has its right there.
    OTHER_PROTOCOL_WORKS,
    /// The client secret has the form of a GUID, as a Secret ID has and a secret's Value never has.
    SECRET_LOOKS_LIKE_ID,
    /// A password was sent, and no token.
    PASSWORD_USED,
    /// The settings name a cloud of their own, such as the lab; its audiences and names are its
    /// own.
    OWN_CLOUD
}
