package dev.postern.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at what only several keys together, or this machine, can tell. Confined to the thread that
/// loads.
///
/// What could not be bound is not here; the rest is looked at all the same.
final class Checks {

    /// The bound of a Unix domain socket's path is 108 bytes on Linux and 104 elsewhere. Of memory,
    /// as SQLite has it.
    private static final int PAGE = 4096;

    private static final int SOCKET_PATH_MAX = 100;

    private final Map<String, Object> sections;
    private final Bound bound;

    Checks(Map<String, Object> sections, Bound bound) {
        this.sections = sections;
        this.bound = bound;
    }

    void run() {
        references();
        if (sections.get("data") instanceof Path data) {
            data(data);
        }
        if (sections.get("control") instanceof Settings.Control control) {
            control.socket().ifPresent(this::socket);
        }
        new TenantChecks(bound).run(entries("tenants", Tenant.class));
        Map<String, Destination> destinations = entries("destinations", Destination.class);
        new CollectChecks(bound, destinations).run(entries("collect", Collect.class));
        new DestinationChecks(bound).run(destinations);
        relay();
        if (sections.get("proxy") instanceof List<?> proxy) {
            new ProxyChecks(bound, new RelayChecks(bound))
                    .run(proxy.stream().map(Proxy.class::cast).toList());
        }
        if (bound.sound()) {
            unused();
        }
    }

    private void relay() {
        Object relay = sections.get("relay");
        Object api = sections.get("api");
        var checks = new RelayChecks(bound);
        if (relay instanceof Optional<?> some && some.orElse(null) instanceof Relay there) {
            checks.run(there);
        }
        if (api instanceof Optional<?> some && some.orElse(null) instanceof Api there) {
            checks.api(there, bound.has("relay"));
        }
    }

    private <T> Map<String, T> entries(String root, Class<T> type) {
        var entries = new LinkedHashMap<String, T>();
        if (sections.get(root) instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> entries.put((String) name, type.cast(entry)));
        }
        return entries;
    }

    private void references() {
        var entries = new HashMap<String, Set<String>>();
        for (Bound.Reference reference : bound.references()) {
            Set<String> names =
                    entries.computeIfAbsent(
                            reference.root(), root -> new LinkedHashSet<>(bound.names(root)));
            if (!names.contains(reference.name())) {
                String root = "`" + reference.root() + "`";
                bound.error(
                        reference.key(),
                        "there is no " + Printable.quote(reference.name()) + " under " + root,
                        names.isEmpty()
                                ? "an entry under " + root
                                : "one of " + String.join(", ", names),
                        Nearest.hint(reference.name(), names));
            }
        }
    }

    /// Only in a file without mistakes: what was mistyped would seem to be unused.
    private void unused() {
        unused("tenants");
        unused("destinations");
        if (bound.names("collect").isEmpty() && !bound.has("relay") && !bound.has("proxy")) {
            bound.warn(
                    "collect",
                    "no mailbox is collected, nothing is relayed and nobody is let in by a proxy:"
                            + " there is nothing to do",
                    "an entry under `collect` or `proxy`, or `relay`",
                    "");
        }
    }

    private void unused(String root) {
        var used =
                bound.references().stream()
                        .filter(reference -> reference.root().equals(root))
                        .map(Bound.Reference::name)
                        .collect(Collectors.toSet());
        for (String name : bound.names(root)) {
            if (!used.contains(name)) {
                bound.warn(root + "." + name, "nothing uses it", "an entry that names it", "");
            }
        }
    }

    private void data(Path data) {
        // It is not made here: with a mistyped path the mail that was taken would be taken again.
        if (Files.notExists(data)) {
            bound.error(
                    "data",
                    "the folder " + data + " does not exist",
                    "a folder that exists and that the service can write to",
                    "mkdir -p "
                            + data
                            + " (it is not made for you: with a mistyped path all mail"
                            + " would be collected again)");
        } else if (!Files.isDirectory(data)) {
            bound.error(
                    "data",
                    data + " is not a folder",
                    "a folder that exists and that the service can write to",
                    "");
        } else if (!Files.isWritable(data)) {
            bound.warn(
                    "data",
                    "the user who runs this command cannot write to " + data,
                    "a folder that the service's user can write to",
                    "");
        } else {
            blocks(data);
        }
    }

    /// The store's index (`queue.db-shm`) is mapped into memory. SQLite sees to it that each page
    /// has a block; of a page with several blocks the rest is got when it is written, and if there
    /// is none left then, the system ends the process.
    private void blocks(Path data) {
        try {
            long octets = Files.getFileStore(data).getBlockSize();
            if (octets < PAGE) {
                bound.warn(
                        "data",
                        "the file system of %s has blocks of %d octets: if it is full, the system may end the service (SIGBUS); no mail is lost"
                                .formatted(data, octets),
                        "a file system with blocks of %d octets".formatted(PAGE),
                        "mkfs.ext4 -b %d".formatted(PAGE));
            }
        } catch (IOException | UnsupportedOperationException _) {
            // The file system does not say.
        }
    }

    private void socket(Path socket) {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > SOCKET_PATH_MAX) {
            bound.error(
                    "control.socket",
                    "the path has " + length + " bytes, too many for a socket",
                    "a path of at most " + SOCKET_PATH_MAX + " bytes",
                    "");
        } else if (!Files.isDirectory(Objects.requireNonNullElse(socket.getParent(), socket))) {
            bound.error(
                    "control.socket",
                    "the folder of the socket does not exist",
                    "a path in a folder that exists",
                    "");
        }
    }
}
