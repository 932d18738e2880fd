package dev.postern.app;

import dev.postern.account.AccessKeys;
import dev.postern.account.AccountDesk;
import dev.postern.account.AccountName;
import dev.postern.account.Device;
import dev.postern.account.Network;
import dev.postern.account.PasswordHash;
import dev.postern.account.Registered;
import dev.postern.account.SenderPolicy;
import dev.postern.account.sqlite.SqliteAccounts;
import dev.postern.control.AccountChange;
import dev.postern.control.AccountEntry;
import dev.postern.control.AccountOrder;
import dev.postern.control.AccountsView;
import dev.postern.control.DeviceEntry;
import dev.postern.control.UnusableException;
import dev.postern.protocol.mail.AddrSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The accounts of a data folder as the command line sees them. Used by one thread.
final class AccountBooks implements AccountsView {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Path data;
    private final Gateway.Environment world;

    AccountBooks(Path data, Gateway.Environment world) {
        this.data = data;
        this.world = world;
    }

    /// The file that the access keys are made from.
    static Path keyFile(Path data) {
        return data.resolve("accounts.key");
    }

    /// Something done with the accounts.
    @FunctionalInterface
    private interface Work<T> {
        T at(AccountDesk desk) throws IOException;
    }

    private <T> T with(Work<T> work) throws IOException {
        Store.mustBeOurs(data);
        AccountDesk desk =
                new AccountDesk(
                        SqliteAccounts.open(SqliteAccounts.in(data)),
                        new AccessKeys(keyFile(data)),
                        PasswordHash.Cost.USUAL,
                        world.clock(),
                        world.random());
        try {
            return work.at(desk);
        } catch (IllegalArgumentException e) {
            throw new UnusableException(String.valueOf(e.getMessage()));
        }
    }

    /// Looking makes no file.
    private boolean empty() {
        return !Files.exists(SqliteAccounts.in(data));
    }

    @Override
    public Issued add(AccountOrder order, Optional<String> password) throws IOException {
        return with(desk -> issued(order.name(), desk.add(wanted(order), password)));
    }

    private static AccountDesk.Order wanted(AccountOrder order) {
        return new AccountDesk.Order(
                new AccountName(order.name()),
                new Registered.Rights(
                        new SenderPolicy(
                                order.senders(),
                                from(order.from()),
                                order.instead().map(AccountBooks::address)),
                        mailboxes(order.mailboxes()),
                        networks(order.networks()),
                        order.messagesPerMinute().map(AccountBooks::rate).orElse(NO_LIMIT)),
                order.accessKey());
    }

    @Override
    public void change(AccountChange change) throws IOException {
        mustBe(change.name());
        with(desk -> {
            desk.change(new AccountName(change.name()), before -> changed(before, change));
            return true;
        });
    }

    private static Registered.Rights changed(Registered.Rights before, AccountChange change) {
        SenderPolicy policy = before.policy();
        return new Registered.Rights(
                new SenderPolicy(
                        change.senders().orElse(policy.senders()),
                        change.from().map(AccountBooks::from).orElse(policy.from()),
                        change.instead().map(AccountBooks::address).or(policy::instead)),
                change.mailboxes().map(AccountBooks::mailboxes).orElse(before.mailboxes()),
                change.networks().map(AccountBooks::networks).orElse(before.networks()),
                change.messagesPerMinute()
                        .map(rate -> rate == 0 ? NO_LIMIT : rate(rate))
                        .orElse(before.messagesPerMinute()));
    }

    private static SenderPolicy.From from(AccountOrder.From from) {
        return switch (from) {
            case KEEP -> SenderPolicy.From.KEEP;
            case REPAIR -> SenderPolicy.From.REPAIR;
            case FORCE -> SenderPolicy.From.FORCE;
        };
    }

    private static int rate(int messagesPerMinute) {
        if (messagesPerMinute < 1) {
            throw new IllegalArgumentException(
                    "The rate is "
                            + messagesPerMinute
                            + "; say at least 1 message a minute, or none for no limit.");
        }
        return messagesPerMinute;
    }

    private static List<String> mailboxes(List<String> addresses) {
        return addresses.stream().map(AccountBooks::address).map(AddrSpec::toString).toList();
    }

    private static List<Network> networks(List<String> texts) {
        return texts.stream().map(Network::of).toList();
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'%s' is no address of a mailbox; say scanner@example.cz."
                                        .formatted(text)));
    }

    private static Issued issued(String name, AccountDesk.Issued secrets) {
        return new Issued(name, secrets.password(), secrets.accessKey());
    }

    @Override
    public Issued password(String name, Optional<String> password, boolean keepOthers)
            throws IOException {
        mustBe(name);
        return with(
                desk -> issued(name, desk.password(new AccountName(name), password, keepOthers)));
    }

    @Override
    public Issued accessKey(String name) throws IOException {
        mustBe(name);
        return with(desk -> issued(name, desk.accessKey(new AccountName(name))));
    }

    @Override
    public void enable(String name, boolean enabled) throws IOException {
        mustBe(name);
        with(desk -> {
            desk.enable(new AccountName(name), enabled);
            return true;
        });
    }

    @Override
    public void remove(String name) throws IOException {
        mustBe(name);
        with(desk -> {
            desk.remove(new AccountName(name));
            return true;
        });
    }

    private void mustBe(String name) throws UnusableException {
        if (empty()) {
            throw new UnusableException(
                    "There is no account %s, nor any other: `postern account add NAME` makes one."
                            .formatted(name));
        }
    }

    @Override
    public List<AccountEntry> list() throws IOException {
        return empty()
                ? List.of()
                : with(desk -> desk.list().stream().map(AccountBooks::entry).toList());
    }

    private static AccountEntry entry(Registered account) {
        Registered.Rights rights = account.rights();
        return new AccountEntry(
                account.name(),
                account.enabled(),
                rights.policy().senders(),
                rights.policy().from().name().toLowerCase(Locale.ROOT),
                rights.policy().instead().map(AddrSpec::toString),
                rights.mailboxes(),
                rights.networks().stream().map(Network::toString).toList(),
                Optional.of(rights.messagesPerMinute()).filter(rate -> rate < NO_LIMIT),
                account.secrets().passwords().size(),
                account.secrets().accessKey().isPresent(),
                account.created(),
                account.lastUsed());
    }

    @Override
    public List<DeviceEntry> devices() throws IOException {
        return empty()
                ? List.of()
                : with(desk -> desk.devices().stream().map(AccountBooks::entry).toList());
    }

    private static DeviceEntry entry(Device device) {
        return new DeviceEntry(
                device.key().account(),
                device.key().address(),
                device.key().hello(),
                device.manner().entry(),
                device.manner().protocol(),
                device.manner().tls(),
                device.manner().mechanism(),
                device.senders(),
                device.counts().visits(),
                device.counts().messages(),
                device.counts().refused(),
                device.lastRefusal(),
                device.firstSeen(),
                device.lastSeen());
    }
}
