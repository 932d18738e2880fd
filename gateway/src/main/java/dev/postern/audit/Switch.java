package dev.postern.audit;

/// `SmtpClientAuthenticationDisabled` of a mailbox: it has three states, not two.
enum Switch {
    /// Nothing is known of it.
    UNKNOWN,
    /// `$false`: SMTP AUTH is possible, whatever the tenant says.
    ON,
    /// `$true`: it is not.
    OFF,
    /// `$null`: as the tenant says.
    AS_TENANT
}
