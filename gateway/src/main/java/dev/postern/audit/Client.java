package dev.postern.audit;

import java.util.Optional;

/// A way of signing in with a password, as Entra's sign-in log names it in `clientAppUsed`.
enum Client {
    SMTP,
    IMAP,
    POP3,
    EWS,
    ACTIVE_SYNC,
    OTHER;

    /// Reads the log's name for it; empty for browsers and programs that use OAuth.
    static Optional<Client> of(String name) {
        String plain = Column.plain(name);
        if (plain.contains("smtp")) {
            return Optional.of(SMTP);
        }
        if (plain.startsWith("imap")) {
            return Optional.of(IMAP);
        }
        if (plain.startsWith("pop")) {
            return Optional.of(POP3);
        }
        return switch (plain) {
            case "exchangewebservices", "ews" -> Optional.of(EWS);
            case "exchangeactivesync" -> Optional.of(ACTIVE_SYNC);
            case "otherclients",
                    "mapioverhttp",
                    "autodiscover",
                    "exchangeonlinepowershell",
                    "offlineaddressbook",
                    "outlookanywhererpcoverhttp",
                    "reportingwebservices",
                    "universaloutlook" ->
                    Optional.of(OTHER);
            default -> Optional.empty();
        };
    }
}
