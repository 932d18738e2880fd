package dev.postern.cli;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a page for people looks: how wide it is, and whether it has colours. A value.
///
/// @param width characters in a line
record Look(int width, boolean colours) {

    static final int WIDTH_MIN = 40;
    static final int WIDTH_MAX = 160;
    static final int WIDTH_USUAL = 100;

    /// A page without colours, as a file has it.
    static final Look PLAIN = new Look(WIDTH_USUAL, false);

    private static final String RESET = "\033[0m";

    /// What a word is painted with.
    enum Colour {
        RED("\033[31m"),
        GREEN("\033[32m"),
        YELLOW("\033[33m"),
        FAINT("\033[2m"),
        BOLD("\033[1m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    static Look ofThisProcess() {
        return of(System.getenv(), isTerminal(System.console()));
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /// @param variables `NO_COLOR` (no-color.org), `TERM` and `COLUMNS` of the environment
    /// @param terminal whether a person sees it
    static Look of(Map<String, String> variables, boolean terminal) {
        boolean plain =
                !variables.getOrDefault("NO_COLOR", "").isEmpty()
                        || variables.getOrDefault("TERM", "").equals("dumb");
        return new Look(width(variables.getOrDefault("COLUMNS", "")), terminal && !plain);
    }

    private static int width(String columns) {
        try {
            return Math.clamp(Integer.parseInt(columns.strip()), WIDTH_MIN, WIDTH_MAX);
        } catch (NumberFormatException _) {
            return WIDTH_USUAL;
        }
    }

    String painted(String text, Colour colour) {
        return colours ? colour.code + text + RESET : text;
    }
}
