package dev.postern.app;

import java.util.regex.Pattern;

/// Whether log lines may show addresses. Secrets they never show, whatever is set here.
enum Privacy {
    /// Addresses are reduced to their domain: `…@example.cz`.
    ON {
        @Override
        String mask(String line) {
            return ADDRESS.matcher(line).replaceAll("…$1");
        }
    },
    /// Lines are written as they are.
    OFF {
        @Override
        String mask(String line) {
            return line;
        }
    };

    /// Bounded repetition, so that no line makes the search slow.
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[A-Za-z0-9._%+'-]{1,64}(@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8})");

    abstract String mask(String line);
}
