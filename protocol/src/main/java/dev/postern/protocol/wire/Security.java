package dev.postern.protocol.wire;

/// How a connection is secured.
public enum Security {

    /// Not at all. For peers on the same machine.
    NONE,

    /// In the clear at first, then upgraded by STARTTLS or STLS, always: a peer that does not offer
    /// the upgrade is not spoken to.
    STARTTLS,

    /// TLS from the first octet (RFC 8314 §3).
    IMPLICIT
}
