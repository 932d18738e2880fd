package dev.postern.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks at what does not go together in the destinations.
///
/// @param bound where the keys are
record DestinationChecks(Bound bound) {

    private static final String RESERVED = "sender";

    void run(Map<String, Destination> destinations) {
        var folders = new HashMap<Path, String>();
        destinations.forEach((name, destination) -> {
            String key = "destinations." + name;
            if (name.equals(RESERVED)) {
                bound.error(
                        key,
                        "`sender` is where reports to senders wait in the queue",
                        "another name",
                        "");
            }
            retry(destination.retry(), key + ".retry");
            switch (destination.kind()) {
                case Destination.Kind.Folder(Path path) ->
                        folder(path, key + ".folder", name, folders);
                case Destination.Kind.Maildir(Path path) ->
                        folder(path, key + ".maildir", name, folders);
                case Destination.Kind.Webhook webhook -> webhook(webhook, key + ".webhook");
                case Destination.Kind.Command command -> program(command.line(), key + ".command");
                case Way way -> new WayChecks(bound).run(way, key);
            }
        });
    }

    private void retry(Destination.Retry retry, String key) {
        if (retry.first().compareTo(retry.longest()) > 0) {
            bound.error(
                    key + (bound.has(key + ".first") ? ".first" : ".longest"),
                    "the first wait is longer than the longest",
                    "`first` no longer than `longest`",
                    "");
        }
        if (retry.longest().compareTo(retry.giveUpAfter()) > 0) {
            bound.error(
                    key + (bound.has(key + ".give-up-after") ? ".give-up-after" : ".longest"),
                    "it gives up before the longest wait is over",
                    "`give-up-after` no shorter than `longest`",
                    "");
        }
    }

    private void folder(Path path, String key, String name, Map<Path, String> folders) {
        String twin = folders.putIfAbsent(path, name);
        if (twin != null) {
            bound.error(
                    key,
                    "the same folder as in `destinations." + twin + "`",
                    "one destination for one folder",
                    "several mailboxes can have the same destination");
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            bound.error(key, path + " is not a folder", "a folder", "");
        } else if (Files.notExists(path)) {
            bound.warn(
                    key, "the folder " + path + " does not exist now", "a folder that exists", "");
        }
    }

    private void webhook(Destination.Kind.Webhook webhook, String key) {
        URI url = webhook.url();
        if ("http".equalsIgnoreCase(url.getScheme()) && !Loopback.hosts(url)) {
            bound.warn(
                    key + ".url",
                    "messages go through the network in clear",
                    "a URL with https://",
                    "");
        }
        webhook.trust()
                .filter(trust -> !Files.isReadable(trust))
                .ifPresent(trust ->
                        bound.error(
                                key + ".trust",
                                "there is no readable file " + trust,
                                "a file that exists",
                                ""));
    }

    private void program(List<String> line, String key) {
        Path program = Path.of(line.getFirst());
        if (!program.isAbsolute()) {
            bound.error(
                    key,
                    Printable.quote(line.getFirst()) + " is not the full path of a program",
                    "the full path, such as [/usr/bin/rt-mailgate, --queue, general]",
                    line.size() == 1 && line.getFirst().contains(" ")
                            ? "each argument is an item of its own; no shell takes the line apart"
                            : "");
        } else if (!Files.isExecutable(program) || Files.isDirectory(program)) {
            bound.warn(key, "there is no program " + program + " now", "a program", "");
        }
    }
}
