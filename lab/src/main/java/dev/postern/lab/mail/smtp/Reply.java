package dev.postern.lab.mail.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server answers (RFC 5321 §4.2).
///
/// @param lines without the code; at least one
public record Reply(int code, List<String> lines) {

    private static final Pattern LINE = Pattern.compile("([2-5]\\d\\d)(?: (.*))?");

    public Reply {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has a line");
        }
        lines = List.copyOf(lines);
    }

    /// Reads `550 5.1.1 …`.
    ///
    /// @throws IllegalArgumentException if it does not start with a code
    public static Reply of(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a reply starts with its code, not so: " + line);
        }
        String text = matcher.group(2);
        return new Reply(Integer.parseInt(matcher.group(1)), List.of(text == null ? "" : text));
    }

    /// What a fault wants to be answered, which it may have put in IMAP's words.
    static Reply wanted(String text) {
        return LINE.matcher(text).matches()
                ? of(text)
                : of("451 4.7.0 " + text.replaceFirst("^(?:BAD|NO|-ERR) ", ""));
    }

    public boolean isPositive() {
        return code < 400;
    }

    /// The lines as they are said.
    List<String> spoken() {
        List<String> spoken = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            spoken.add(code + (i < lines.size() - 1 ? "-" : " ") + lines.get(i));
        }
        return spoken;
    }
}
