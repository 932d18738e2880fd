package dev.postern.config;

import java.util.Optional;

/// Something wrong, or doubtful, in a configuration file. It holds no secrets.
///
/// @param key the path of keys, `collect.razr.every`; empty if it is about the file as a whole
/// @param text what was found, without a final stop
/// @param expected what would be right
/// @param hint what the reader can do, where there is more to say
public record Problem(
        Place place, String key, String text, String expected, Optional<String> hint) {

    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
