package dev.postern.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that the files tell, by address. Confined to one thread.
final class Evidence {

    private static final int ADDRESS_MAX = 320;

    private final Map<String, Sender> senders = new HashMap<>();
    private final List<FileReport> files = new ArrayList<>();
    private Optional<Boolean> tenantDisabled = Optional.empty();

    /// The sender of this address, new or known.
    Sender sender(String address) {
        return senders.computeIfAbsent(address.toLowerCase(Locale.ROOT), Sender::new);
    }

    /// Whether this can be an address; one with blanks in it could hide a command.
    static boolean isAddress(String text) {
        return text.indexOf('@') > 0
                && text.length() <= ADDRESS_MAX
                && text.chars().noneMatch(c -> c <= ' ' || Character.isISOControl(c));
    }

    /// Notes who came to Postern.
    ///
    /// @return whether it has an address to note it for
    boolean visited(Audit.Visitor visitor) {
        List<String> addresses =
                Stream.concat(visitor.senders().stream(), Stream.of(visitor.account()))
                        .filter(Evidence::isAddress)
                        .distinct()
                        .toList();
        for (String address : addresses) {
            Sender.Traffic seen = sender(address).seen();
            seen.cameToPostern(visitor.visits());
            seen.from(visitor.address());
        }
        return !addresses.isEmpty();
    }

    void tenantDisabled(boolean disabled) {
        tenantDisabled = Optional.of(disabled);
    }

    void file(FileReport report) {
        files.add(report);
    }

    Collection<Sender> senders() {
        return senders.values();
    }

    /// `SmtpClientAuthenticationDisabled` of the tenant; empty if no file tells.
    Optional<Boolean> tenantDisabled() {
        return tenantDisabled;
    }

    List<FileReport> files() {
        return List.copyOf(files);
    }

    /// What the files are exports of.
    Set<Kind> kinds() {
        return files.stream().map(FileReport::kind).collect(Collectors.toSet());
    }
}
