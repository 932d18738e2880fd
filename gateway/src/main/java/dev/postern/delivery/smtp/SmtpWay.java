package dev.postern.delivery.smtp;

import dev.postern.delivery.MailboxAllowances.Allowance;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.queue.Origin;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One way out by SMTP: Exchange Online, High Volume Email, Azure Communication Services or any
/// other server. They differ in what is written here and in nothing else.
///
/// @param server where to
/// @param signOn as whom
/// @param carries what, and in what form
/// @param keeping how long sessions are kept for further messages
/// @param allowance what each mailbox may send when the senders' own mailboxes sign in
public record SmtpWay(
        SmtpServer server, SignOn signOn, Carries carries, Keeping keeping, Allowance allowance) {

    /// Which messages go this way, and as whose.
    ///
    /// @param account the only sender that the server takes: the envelope's sender and the From
    ///   field become this address, and who was there goes to Reply-To; empty if messages stay as
    ///   they are
    /// @param reporter as `account`, but for reports alone, which Postern writes: a server that
    ///   lets a mailbox send as nobody else takes them in the mailbox's name
    /// @param domains the only domains of recipients, in lower case; empty for any
    public record Carries(
            Optional<AddrSpec> account, Optional<AddrSpec> reporter, Set<String> domains) {

        /// Every message, as it is.
        public static final Carries ANYTHING = new Carries(Optional.empty(), Set.of());

        /// Reports as everything else.
        public Carries(Optional<AddrSpec> account, Set<String> domains) {
            this(account, Optional.empty(), domains);
        }

        /// Messages as they are, but reports in this mailbox's name.
        public static Carries reportingAs(Optional<AddrSpec> mailbox) {
            return new Carries(Optional.empty(), mailbox, Set.of());
        }

        /// In whose name this message goes, if not in its own.
        Optional<AddrSpec> inNameOf(Origin origin) {
            return origin instanceof Origin.Report ? account.or(() -> reporter) : account;
        }

        public Carries {
            domains =
                    domains.stream()
                            .map(domain -> domain.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet());
        }

        boolean serves(AddrSpec recipient) {
            return domains.isEmpty() || domains.contains(recipient.domain());
        }
    }

    /// How long sessions are kept.
    ///
    /// @param idle without a message
    /// @param age since it was opened; well below the limit of a connection's life, so that what is
    ///   begun can end
    /// @param messages sent in it
    public record Keeping(Duration idle, Duration age, int messages) {

        /// Servers tolerate that: Exchange Online hangs up after minutes, others after some dozens
        /// of messages.
        public static final Keeping USUAL =
                new Keeping(Duration.ofSeconds(30), Duration.ofMinutes(30), 1000);

        public Keeping {
            if (idle.isNegative() || !age.isPositive() || messages < 1) {
                throw new IllegalArgumentException("a session carries at least one message");
            }
        }
    }
}
