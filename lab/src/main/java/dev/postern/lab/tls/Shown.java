package dev.postern.lab.tls;

/// Which certificate a server shows.
public enum Shown {
    /// The right one: in date, for the right names, signed by the lab's authority.
    GOOD,
    /// One that expired a week ago.
    EXPIRED,
    /// One made out to `mail.wrong.example`.
    WRONG_NAME,
    /// One signed by an authority that nobody trusts.
    UNTRUSTED
}
