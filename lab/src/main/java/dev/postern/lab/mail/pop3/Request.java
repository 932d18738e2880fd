package dev.postern.lab.mail.pop3;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One command of a client.
///
/// @param verb in capitals
/// @param arguments as they came
record Request(String verb, List<String> arguments) {

    static Request parse(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        return new Request(
                words.getFirst().toUpperCase(Locale.ROOT),
                List.copyOf(words.subList(1, words.size())));
    }

    int words() {
        return arguments.size();
    }

    /// An argument, from 1.
    String word(int position) throws Refusal {
        if (position > arguments.size()) {
            throw Refusal.badArgument();
        }
        return arguments.get(position - 1);
    }

    /// An argument that is a number, from 1.
    int number(int position) throws Refusal {
        String word = word(position);
        if (!word.matches("\\d{1,9}")) {
            throw Refusal.badArgument();
        }
        return Integer.parseInt(word);
    }

    /// The command without secrets.
    String loggable() {
        int shown =
                switch (verb) {
                    case "PASS" -> 0;
                    case "AUTH" -> 1;
                    default -> arguments.size();
                };
        StringBuilder line = new StringBuilder(verb);
        for (int i = 0; i < arguments.size(); i++) {
            line.append(' ').append(i < shown ? arguments.get(i) : "***");
        }
        return line.toString();
    }
}
