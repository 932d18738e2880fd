package dev.postern.account;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Accounts in memory, in a store that can break. Safe for use by many threads.
final class MemoryAccounts implements AccountStore {

    private final Map<String, Registered> accounts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Device.Key, Device> devices = new LinkedHashMap<>();
    private long version;
    volatile boolean broken;

    @Override
    public synchronized long version() throws IOException {
        check();
        return version;
    }

    @Override
    public synchronized List<Registered> accounts() throws IOException {
        check();
        return List.copyOf(accounts.values());
    }

    @Override
    public synchronized boolean add(Registered account) throws IOException {
        check();
        version++;
        return accounts.putIfAbsent(account.name(), account) == null;
    }

    @Override
    public synchronized boolean change(String name, UnaryOperator<Registered> change)
            throws IOException {
        check();
        version++;
        return accounts.computeIfPresent(name, (_, before) -> change.apply(before)) != null;
    }

    @Override
    public synchronized boolean remove(String name) throws IOException {
        check();
        version++;
        return accounts.remove(name) != null;
    }

    @Override
    public synchronized List<Device> devices() throws IOException {
        check();
        List<Device> all = new ArrayList<>(devices.values());
        all.sort(Comparator.comparing(Device::lastSeen).reversed());
        return all;
    }

    @Override
    public synchronized void note(Collection<Device> seen, Map<String, Instant> used)
            throws IOException {
        check();
        seen.forEach(device -> devices.merge(device.key(), device, Device::plus));
        used.forEach(
                (name, at) -> accounts.computeIfPresent(name, (_, before) -> used(before, at)));
    }

    private static Registered used(Registered account, Instant at) {
        return new Registered(
                account.name(),
                account.enabled(),
                account.rights(),
                account.secrets(),
                account.created(),
                Optional.of(at));
    }

    private void check() throws IOException {
        if (broken) {
            throw new IOException("the disk is full");
        }
    }
}
