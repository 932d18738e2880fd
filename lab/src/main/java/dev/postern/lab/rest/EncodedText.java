package dev.postern.lab.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/// Text of any language in the octets of a mail header. Nothing here keeps state.
final class EncodedText {

    /// Octets in one encoded word, whose line must not be longer than 76 characters (RFC 2047 §2).
    private static final int WORD_MAX = 42;

    private static final int LINE = 76;

    private EncodedText() {}

    /// As unstructured text, for instance a subject (RFC 2047 §5).
    static String unstructured(String text) {
        return isPrintable(text) ? text : encoded(text);
    }

    /// As a display name.
    static String phrase(String text) {
        return isPrintable(text)
                ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : encoded(text);
    }

    /// As a parameter of a structured field (RFC 2231 §4).
    static String parameter(String name, String value) {
        if (isPrintable(value)) {
            return name + "=" + phrase(value);
        }
        StringBuilder percent = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0) {
                percent.append((char) octet);
            } else {
                percent.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return name + "*=UTF-8''" + percent;
    }

    /// Octets in lines of Base64, the last with its line end too.
    static String base64(byte[] octets) {
        byte[] end = "\r\n".getBytes(StandardCharsets.US_ASCII);
        return Base64.getMimeEncoder(LINE, end).encodeToString(octets) + "\r\n";
    }

    private static String encoded(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        text.codePoints()
                .forEach(point -> {
                    String next = Character.toString(point);
                    if (utf8(word + next).length > WORD_MAX) {
                        words.append(word(word.toString())).append("\r\n ");
                        word.setLength(0);
                    }
                    word.append(next);
                });
        return words.append(word(word.toString())).toString();
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8(text)) + "?=";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~') && !text.contains("=?");
    }
}
