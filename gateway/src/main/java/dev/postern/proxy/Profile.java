package dev.postern.proxy;

import dev.postern.listen.AddressRange;
import dev.postern.listen.Place;
import dev.postern.protocol.login.LoginRules;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import java.time.Duration;
import java.util.List;

/// One listener of the settings.
///
/// @param networks from where clients may connect; empty for everywhere
/// @param rules how clients are treated before they have signed in
/// @param limits how much of everything there may be
public record Profile(
        Protocol protocol,
        Place place,
        List<AddressRange> networks,
        LoginRules rules,
        Destination destination,
        Limits limits) {

    public Profile {
        networks = List.copyOf(networks);
    }

    /// What is spoken.
    public enum Protocol {
        IMAP,
        POP3,
        SMTP
    }

    /// Where the mailboxes are.
    ///
    /// @param scope what tokens are for
    public record Destination(Upstream server, Tenant tenant, Scope scope) {}

    /// How much of everything there may be.
    ///
    /// @param perAccount sessions at the same time
    /// @param idle how long a session may last in which nothing is said
    /// @param mailbox what one mailbox can bear
    public record Limits(int perAccount, Duration idle, MailboxCaps.Limits mailbox) {}
}
