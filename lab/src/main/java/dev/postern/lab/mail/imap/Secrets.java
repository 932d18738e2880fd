package dev.postern.lab.mail.imap;

/// Keeps tokens and passwords out of the journal.
final class Secrets {

    private Secrets() {}

    /// The line without what follows the mechanism of AUTHENTICATE, or the word LOGIN.
    static String hide(String line, String verb) {
        return switch (verb) {
            case "AUTHENTICATE" -> upTo(line, 3);
            case "LOGIN" -> upTo(line, 2);
            default -> line;
        };
    }

    private static String upTo(String line, int words) {
        String[] parts = line.split(" ", words + 1);
        if (parts.length <= words) {
            return line;
        }
        return line.substring(0, line.length() - parts[words].length()) + "***";
    }
}
