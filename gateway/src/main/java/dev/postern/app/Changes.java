package dev.postern.app;

import dev.postern.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is different between two settings, in words.
///
/// @param words one line for each difference; one that says so if there is none
/// @param impossible why the service cannot take them over as it runs; empty if it can
record Changes(List<String> words, List<String> impossible) {

    Changes {
        words = words.isEmpty() ? List.of("nothing changed") : List.copyOf(words);
        impossible = List.copyOf(impossible);
    }

    static Changes between(Settings before, Settings after) {
        List<String> words = new ArrayList<>();
        compare("tenant", before.tenants(), after.tenants(), words);
        compare("mailbox", before.collect(), after.collect(), words);
        compare("destination", before.destinations(), after.destinations(), words);
        if (!before.relay().equals(after.relay())) {
            words.add("`relay` changed");
        }
        if (!before.api().equals(after.api())) {
            words.add("`api` changed");
        }
        if (!before.proxy().equals(after.proxy())) {
            words.add("`proxy` changed");
        }
        if (!before.history().equals(after.history()) || !before.queue().equals(after.queue())) {
            words.add("`queue` and `history` count from the next start");
        }
        if (!before.log().equals(after.log())) {
            words.add("`log` counts from the next start");
        }
        return new Changes(words, impossible(before, after));
    }

    private static List<String> impossible(Settings before, Settings after) {
        List<String> impossible = new ArrayList<>();
        if (!before.data().equals(after.data())) {
            impossible.add(
                    "`data` cannot change while the service runs (it is %s, and would be %s). Stop the service first; what waits in the old folder stays there."
                            .formatted(before.data(), after.data()));
        }
        if (oldTls(after) && !oldTls(before)) {
            impossible.add(
                    "a `min-version` below 1.2 cannot be added while the service runs: restart the service for that.");
        }
        if (!before.control().equals(after.control())) {
            impossible.add(
                    "`control` cannot change while the service runs: restart the service for that.");
        }
        return impossible;
    }

    private static boolean oldTls(Settings settings) {
        return Inlets.tls(settings).anyMatch(tls -> tls.minVersion().old());
    }

    private static void compare(
            String kind, Map<String, ?> before, Map<String, ?> after, List<String> words) {
        for (String name : after.keySet()) {
            if (!before.containsKey(name)) {
                words.add("%s %s added".formatted(kind, name));
            } else if (!Objects.equals(before.get(name), after.get(name))) {
                words.add("%s %s changed".formatted(kind, name));
            }
        }
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> words.add("%s %s removed".formatted(kind, name)));
    }
}
