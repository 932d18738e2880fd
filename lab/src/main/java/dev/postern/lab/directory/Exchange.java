package dev.postern.lab.directory;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A tenant's part of Exchange Online.
///
/// @param smtpAuth whether the tenant allows SMTP AUTH for mailboxes that do not say otherwise
/// @param principals what `New-ServicePrincipal` has made, by name
/// @param mailboxes by address
public record Exchange(
        boolean smtpAuth, Map<String, Principal> principals, Map<String, Mailbox> mailboxes) {

    public Exchange {
        principals = Ordered.copy(principals);
        mailboxes = Ordered.copy(mailboxes);
        mailboxes
                .keySet()
                .forEach(address -> {
                    if (!address.contains("@")
                            || !address.equals(address.toLowerCase(Locale.ROOT))) {
                        throw new IllegalArgumentException(
                                "`"
                                        + address
                                        + "` is no address in lower case, which a mailbox is named by");
                    }
                });
    }

    /// An application as Exchange knows it.
    ///
    /// @param objectId right only if it is the one of the enterprise application
    public record Principal(UUID clientId, UUID objectId) {}

    /// A mailbox and who may do what with it. Rights name principals.
    ///
    /// @param fullAccess `Add-MailboxPermission … FullAccess`
    /// @param sendAs `Add-RecipientPermission … SendAs`
    /// @param smtpRoles who has `Application SMTP.SendAsApp` by RBAC for Applications, in a scope
    ///   that holds the mailbox
    public record Mailbox(
            boolean imap,
            boolean pop3,
            SmtpAuth smtpAuth,
            Set<String> fullAccess,
            Set<String> sendAs,
            Set<String> smtpRoles) {

        public Mailbox {
            fullAccess = Ordered.copy(fullAccess);
            sendAs = Ordered.copy(sendAs);
            smtpRoles = Ordered.copy(smtpRoles);
        }
    }

    /// The three states of a mailbox's `SmtpClientAuthenticationDisabled`.
    public enum SmtpAuth {
        ENABLED,
        DISABLED,
        /// `$null`: as the tenant says.
        INHERIT
    }

    /// Whether a mailbox may be used by SMTP AUTH, and if not, who says so.
    public enum SmtpAuthVerdict {
        ALLOWED,
        DISABLED_FOR_TENANT,
        DISABLED_FOR_MAILBOX
    }

    /// The mailbox of this address, in whatever case.
    public Optional<Mailbox> mailbox(String address) {
        return Optional.ofNullable(mailboxes.get(address.toLowerCase(Locale.ROOT)));
    }

    /// Whether this mailbox may be used by SMTP AUTH.
    public SmtpAuthVerdict smtpAuth(Mailbox mailbox) {
        return switch (mailbox.smtpAuth()) {
            case ENABLED -> SmtpAuthVerdict.ALLOWED;
            case DISABLED -> SmtpAuthVerdict.DISABLED_FOR_MAILBOX;
            case INHERIT ->
                    smtpAuth ? SmtpAuthVerdict.ALLOWED : SmtpAuthVerdict.DISABLED_FOR_TENANT;
        };
    }

    Set<String> grantees() {
        return mailboxes.values().stream()
                .flatMap(mailbox ->
                        Stream.of(mailbox.fullAccess(), mailbox.sendAs(), mailbox.smtpRoles())
                                .flatMap(Set::stream))
                .collect(Collectors.toSet());
    }
}
