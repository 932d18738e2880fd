package dev.postern.app;

import dev.postern.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is different between two settings, in words.
final class Changes {

    private Changes() {}

    static List<String> between(Settings before, Settings after) {
        List<String> words = new ArrayList<>();
        compare("tenant", before.tenants(), after.tenants(), words);
        compare("mailbox", before.collect(), after.collect(), words);
        compare("destination", before.destinations(), after.destinations(), words);
        if (!before.history().equals(after.history()) || !before.queue().equals(after.queue())) {
            words.add("`queue` and `history` count from the next start");
        }
        if (!before.log().equals(after.log())) {
            words.add("`log` counts from the next start");
        }
        return words;
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
