package dev.postern.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Commands in a piece of shell, as far as the documentation's are: words, quotes, comments, pipes
/// and redirections.
public final class ShellWords {

    private static final Pattern PROGRAM = Pattern.compile("(?:\\./|/opt/postern/)?postern");
    private static final String BETWEEN = "|;&\n()";

    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private boolean inWord;

    private ShellWords() {}

    /// The arguments of each call of the program, in order. What stands before it, such as `sudo -u
    /// postern`, is left out.
    public static List<List<String>> calls(String text) {
        List<List<String>> calls = new ArrayList<>();
        for (List<String> command : commands(text)) {
            int at = last(command);
            if (at >= 0) {
                calls.add(redirected(command.subList(at + 1, command.size())));
            }
        }
        return calls;
    }

    private static int last(List<String> command) {
        for (int i = 0; i < command.size(); i++) {
            boolean user = i > 0 && command.get(i - 1).equals("-u");
            String name = command.get(i).replaceFirst("^ExecStart=", "");
            if (!user && PROGRAM.matcher(name).matches()) {
                return i;
            }
            if (i == 0 && !name.equals("sudo")) {
                return -1;
            }
        }
        return -1;
    }

    private static List<String> redirected(List<String> words) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("<") || words.get(i).equals(">")) {
                i++;
            } else {
                kept.add(words.get(i));
            }
        }
        return kept;
    }

    static List<List<String>> commands(String text) {
        ShellWords reader = new ShellWords();
        reader.read(text.replace("\\\n", " "));
        reader.endCommand();
        return reader.commands;
    }

    private void read(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' && !inWord) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '\'' || c == '"') {
                int end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new IllegalArgumentException("a quote is left open: " + text);
                }
                word.append(text, at + 1, end);
                inWord = true;
                at = end + 1;
            } else {
                character(c);
                at++;
            }
        }
    }

    private void character(char c) {
        if (BETWEEN.indexOf(c) >= 0) {
            endCommand();
        } else if (c == ' ' || c == '\t') {
            endWord();
        } else if (c == '<' || c == '>') {
            endWord();
            words.add(String.valueOf(c));
        } else {
            word.append(c);
            inWord = true;
        }
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
        }
        word = new StringBuilder();
        inWord = false;
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
        }
        words = new ArrayList<>();
    }
}
