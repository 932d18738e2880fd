package dev.postern.setup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Reads PowerShell as far as strings, comments and brackets go, since there is no PowerShell where
/// this is built.
///
/// @param literals the values of single-quoted strings
/// @param code all that is outside of them and of comments
record PowerShellText(List<String> literals, String code) {

    private static final String SINGLE = "'\u2018\u2019\u201a\u201b";
    private static final String DOUBLE = "\"\u201c\u201d\u201e";

    /// @throws IllegalStateException if a string or a bracket is left open
    static PowerShellText of(String text) {
        List<String> literals = new ArrayList<>();
        StringBuilder code = new StringBuilder();
        Deque<Character> open = new ArrayDeque<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = end(text, at, '\n');
            } else if (SINGLE.indexOf(c) >= 0) {
                StringBuilder value = new StringBuilder();
                at = single(text, at + 1, value);
                literals.add(value.toString());
            } else if (DOUBLE.indexOf(c) >= 0) {
                int end = quoted(text, at + 1);
                code.append(text, at, end);
                at = end;
            } else {
                bracket(c, open, at);
                code.append(c);
                at++;
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException("open: " + open);
        }
        return new PowerShellText(literals, code.toString());
    }

    private static int end(String text, int from, char what) {
        int end = text.indexOf(what, from);
        return end < 0 ? text.length() : end;
    }

    private static int single(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (SINGLE.indexOf(c) < 0) {
                value.append(c);
                at++;
            } else if (at + 1 < text.length() && SINGLE.indexOf(text.charAt(at + 1)) >= 0) {
                value.append(c);
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw new IllegalStateException("a string without end: " + value);
    }

    /// Within double quotes, `$( … )` may hold quotes again.
    private static int quoted(String text, int from) {
        int at = from;
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '`') {
                at++;
            } else if (c == '(' && (depth > 0 || text.charAt(at - 1) == '$')) {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (DOUBLE.indexOf(c) >= 0 && depth == 0) {
                return at + 1;
            }
            at++;
        }
        throw new IllegalStateException("a string without end at " + from);
    }

    private static void bracket(char c, Deque<Character> open, int at) {
        switch (c) {
            case '(' -> open.push(')');
            case '{' -> open.push('}');
            case '[' -> open.push(']');
            case ')', '}', ']' -> {
                if (open.isEmpty() || open.pop() != c) {
                    throw new IllegalStateException("unexpected " + c + " at " + at);
                }
            }
            default -> {
                // Nothing that opens or closes.
            }
        }
    }
}
