package dev.postern.lab.directory;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An Azure Communication Services resource that a tenant sends mail by.
///
/// @param endpoint the host its REST interface is called by, without a port
/// @param accessKeys in Base64, by name (`primary`, `secondary`)
/// @param owners apps with the role "Communication and Email Service Owner" on it
/// @param domains what it may send from, by name in lower case
/// @param smtpUsernames by the name of their resource
/// @param quota how much it may send
public record Acs(
        String endpoint,
        Map<String, String> accessKeys,
        Set<String> owners,
        Map<String, Domain> domains,
        Map<String, SmtpUsername> smtpUsernames,
        Quota quota) {

    public Acs {
        accessKeys = Ordered.copy(accessKeys);
        owners = Ordered.copy(owners);
        domains = Ordered.copy(domains);
        Map<String, SmtpUsername> named = new LinkedHashMap<>();
        smtpUsernames.forEach((name, one) -> named.put(name, one.orCalled(name)));
        smtpUsernames = Ordered.copy(named);
    }

    /// A domain of the Email Communication Service.
    ///
    /// @param linked whether it was linked to the Communication Service; if not, nothing can be
    ///   sent from it
    /// @param senders its MailFrom addresses: what stands before the `@`, in lower case, and the
    ///   display name
    public record Domain(Management management, boolean linked, Map<String, String> senders) {

        public Domain {
            senders = Ordered.copy(senders);
        }
    }

    /// Whose domain it is. Microsoft's own has smaller quotas.
    public enum Management {
        CUSTOMER,
        AZURE
    }

    /// An SMTP Username resource.
    ///
    /// @param username what a client signs in as: free text or an address; the resource's name if
    ///   empty
    /// @param app whose client secrets are its passwords, and whose tokens it takes
    /// @param ready "Ready to use"
    public record SmtpUsername(String username, String app, boolean ready) {

        SmtpUsername orCalled(String name) {
            return username.isEmpty() ? new SmtpUsername(name, app, ready) : this;
        }
    }

    /// How much may be sent, and asked. The rates are those of custom domains.
    ///
    /// @param sendPerMinute messages
    /// @param sendPerHour messages
    /// @param statusPerMinute questions after an operation
    /// @param statusPerHour questions after an operation
    /// @param recipients of one message
    /// @param octets of one request or message
    public record Quota(
            int sendPerMinute,
            int sendPerHour,
            int statusPerMinute,
            int statusPerHour,
            int recipients,
            int octets) {

        private Quota managed() {
            return new Quota(
                    Math.min(sendPerMinute, 5),
                    Math.min(sendPerHour, 10),
                    Math.min(statusPerMinute, 10),
                    Math.min(statusPerHour, 20),
                    recipients,
                    octets);
        }
    }

    /// Whether a message may come from an address.
    public enum SenderVerdict {
        ALLOWED,
        DOMAIN_NOT_LINKED,
        NO_SUCH_SENDER
    }

    /// Whether a message may come from this address, in whatever case.
    public SenderVerdict sender(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        Domain domain = domains.get(lower.substring(at + 1));
        if (domain == null || !domain.linked()) {
            return SenderVerdict.DOMAIN_NOT_LINKED;
        }
        return at > 0 && domain.senders().containsKey(lower.substring(0, at))
                ? SenderVerdict.ALLOWED
                : SenderVerdict.NO_SUCH_SENDER;
    }

    /// What may be sent from this address, in whatever case: from a domain of Microsoft's own there
    /// is a rate that nobody can raise.
    public Quota quota(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        Domain known = domains.get(domain);
        return known != null && known.management() == Management.AZURE ? quota.managed() : quota;
    }

    /// The SMTP Username that signs in so, in whatever case.
    public Optional<SmtpUsername> smtpUsername(String username) {
        return smtpUsernames.values().stream()
                .filter(one -> one.username().equalsIgnoreCase(username))
                .findFirst();
    }

    /// Without its keys.
    @Override
    public String toString() {
        return "Acs[" + endpoint + "]";
    }
}
