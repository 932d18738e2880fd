package dev.postern.lab.mail.smtp.desk;

/// What the desks count for as long as the lab runs. Any thread may use it.
///
/// @param senders mailboxes at Exchange Online
/// @param acs resources of Azure Communication Services, by whatever way they send
public record Books(Senders senders, AcsUsage acs) {

    /// Books in which nothing was written yet.
    public static Books empty() {
        return new Books(new Senders(), new AcsUsage());
    }
}
