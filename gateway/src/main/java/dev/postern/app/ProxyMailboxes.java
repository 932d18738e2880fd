package dev.postern.app;

import dev.postern.config.Proxy;
import dev.postern.config.Settings;
import dev.postern.config.Way;
import dev.postern.control.AccountEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which mailboxes old clients may open through which listener. Used by one thread.
///
/// An account may open its mailboxes through every listener, and nobody says which tenant a mailbox
/// is in. Where the settings name mailboxes of its domain under other tenants only, it is taken to
/// be of those.
final class ProxyMailboxes {

    private final List<AccountEntry> accounts;
    private final Map<String, Set<String>> tenants = new HashMap<>();

    /// @param accounts those that are disabled open nothing
    ProxyMailboxes(Settings settings, List<AccountEntry> accounts) {
        this.accounts = accounts.stream().filter(AccountEntry::enabled).toList();
        settings.collect()
                .values()
                .forEach(collect -> settle(collect.mailbox().text(), collect.tenant()));
        settings.destinations()
                .values()
                .forEach(destination -> {
                    if (destination.kind() instanceof Way.Exchange way) {
                        way.mailbox().ifPresent(mailbox -> settle(mailbox.text(), way.tenant()));
                    }
                });
    }

    private void settle(String mailbox, String tenant) {
        tenants.computeIfAbsent(domain(mailbox), _ -> new HashSet<>()).add(tenant);
    }

    /// In the order of their addresses.
    List<String> behind(Proxy proxy) {
        return accounts.stream()
                .flatMap(account -> account.mailboxes().stream())
                .map(mailbox -> mailbox.toLowerCase(Locale.ROOT))
                .filter(mailbox -> isOf(proxy.tenant(), mailbox))
                .distinct()
                .sorted()
                .toList();
    }

    /// How many accounts may open a mailbox there.
    int accounts(Proxy proxy) {
        return Math.toIntExact(
                accounts.stream()
                        .filter(account ->
                                account.mailboxes().stream()
                                        .anyMatch(mailbox -> isOf(proxy.tenant(), mailbox)))
                        .count());
    }

    private boolean isOf(String tenant, String mailbox) {
        Set<String> known = tenants.getOrDefault(domain(mailbox), Set.of());
        return known.isEmpty() || known.contains(tenant);
    }

    private static String domain(String mailbox) {
        return mailbox.substring(mailbox.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
