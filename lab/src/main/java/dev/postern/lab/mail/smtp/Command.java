package dev.postern.lab.mail.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One command of a client.
///
/// @param verb in capitals
/// @param argument all that follows it, its octets read as UTF-8
record Command(String verb, String argument) {

    /// Reads a line whose characters are octets.
    static Command parse(String line) {
        String text =
                new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                        .stripTrailing();
        int space = text.indexOf(' ');
        String verb = space < 0 ? text : text.substring(0, space);
        return new Command(
                verb.toUpperCase(Locale.ROOT), space < 0 ? "" : text.substring(space + 1).strip());
    }

    /// The command without secrets.
    String loggable() {
        if (argument.isEmpty()) {
            return verb;
        }
        int secret = argument.indexOf(' ');
        return verb.equals("AUTH") && secret > 0
                ? verb + " " + argument.substring(0, secret) + " ***"
                : verb + " " + argument;
    }
}
