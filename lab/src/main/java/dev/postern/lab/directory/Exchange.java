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
/// @param basicAuth what becomes of a user name and a password at SMTP
/// @param submissionLimits what each mailbox may send
/// @param principals what `New-ServicePrincipal` has made, by name
/// @param mailboxes by address
/// @param hveAccounts for High Volume Email, by address
public record Exchange(
        boolean smtpAuth,
        BasicAuth basicAuth,
        SubmissionLimits submissionLimits,
        Map<String, Principal> principals,
        Map<String, Mailbox> mailboxes,
        Map<String, HveAccount> hveAccounts) {

    public Exchange {
        principals = Ordered.copy(principals);
        mailboxes = Ordered.copy(mailboxes);
        hveAccounts = Ordered.copy(hveAccounts);
        Stream.of(mailboxes.keySet(), hveAccounts.keySet())
                .flatMap(Set::stream)
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

    /// What becomes of Basic authentication at SMTP.
    public enum BasicAuth {
        /// The password decides.
        ALLOWED,
        /// An authentication policy blocks it.
        DISABLED,
        /// Security defaults are on.
        SECURITY_DEFAULTS,
        /// A Conditional Access policy is not satisfied.
        CONDITIONAL_ACCESS,
        /// Microsoft has ended it.
        RETIRED
    }

    /// What Exchange Online lets a mailbox send by SMTP AUTH.
    ///
    /// @param connections that may submit at one time
    /// @param messagesPerMinute more are delayed, without a word
    /// @param recipientsPerDay in any 24 hours
    /// @param holdBack whether a delay is really waited for, or only noted
    public record SubmissionLimits(
            int connections, int messagesPerMinute, int recipientsPerDay, boolean holdBack) {

        public SubmissionLimits {
            if (connections < 1 || messagesPerMinute < 1 || recipientsPerDay < 1) {
                throw new IllegalArgumentException("a limit is 1 at least");
            }
        }
    }

    /// An application as Exchange knows it.
    ///
    /// @param objectId right only if it is the one of the enterprise application
    public record Principal(UUID clientId, UUID objectId) {}

    /// A mailbox and who may do what with it. Rights name principals.
    ///
    /// @param fullAccess `Add-MailboxPermission … FullAccess`
    /// @param sendAs `Add-RecipientPermission … SendAs`; may name mailboxes too
    /// @param smtpRoles who has `Application SMTP.SendAsApp` by RBAC for Applications, in a scope
    ///   that holds the mailbox
    public record Mailbox(
            boolean imap,
            boolean pop3,
            SmtpAuth smtpAuth,
            Set<String> fullAccess,
            Set<String> sendAs,
            Set<String> smtpRoles,
            Submission submission) {

        public Mailbox {
            fullAccess = Ordered.copy(fullAccess);
            sendAs = Ordered.copy(sendAs);
            smtpRoles = Ordered.copy(smtpRoles);
        }
    }

    /// A mailbox as a sender.
    ///
    /// @param password its user's, for Basic authentication; empty if nobody may sign in by one
    /// @param recipients of one message (`Set-Mailbox -RecipientLimits`)
    /// @param octets of one message (`Set-Mailbox -MaxSendSize`)
    public record Submission(String password, int recipients, int octets, State state) {

        @Override
        public String toString() {
            return "Submission[" + recipients + ", " + octets + ", " + state + "]";
        }
    }

    /// What keeps a mailbox from sending, if anything does.
    public enum State {
        USUAL,
        /// Sent Items have filled it.
        FULL,
        /// It is a restricted entity: it sent too much that looked like spam.
        BLOCKED
    }

    /// An account for High Volume Email. It has no mailbox.
    ///
    /// @param password for Basic authentication; empty if nobody may sign in by one
    /// @param apps its allow list (`Add-HVEAppAccess`), by name
    /// @param billing whether its billing policy is valid; without one it cannot send
    /// @param recipients of one message
    /// @param octets of one message
    public record HveAccount(
            String password, Set<String> apps, boolean billing, int recipients, int octets) {

        public HveAccount {
            apps = Ordered.copy(apps);
        }

        @Override
        public String toString() {
            return "HveAccount[" + apps + "]";
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

    /// The account for High Volume Email of this address, in whatever case.
    public Optional<HveAccount> hveAccount(String address) {
        return Optional.ofNullable(hveAccounts.get(address.toLowerCase(Locale.ROOT)));
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

    /// The apps and principals that something is granted to.
    Set<String> grantees() {
        return mailboxes.values().stream()
                .flatMap(mailbox ->
                        Stream.of(mailbox.fullAccess(), mailbox.sendAs(), mailbox.smtpRoles())
                                .flatMap(Set::stream))
                .filter(grantee -> !mailboxes.containsKey(grantee))
                .collect(Collectors.toSet());
    }
}
