package dev.postern.bounce;

import dev.postern.queue.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What a report is written on: lines that end with CRLF, straight into the queue.
///
/// For one thread.
final class Sheet {

    private static final int CHUNK = 64 * 1024;

    /// RFC 5322 §2.1.1 wants lines of no more than 78 characters.
    private static final int WIDTH = 76;

    /// A line may have 998 (RFC 5322 §2.1.1): a word that is longer than this is broken.
    private static final int WORD_MAX = 900;

    private static final Pattern LONG_WORD = Pattern.compile("([^ ]{" + WORD_MAX + "})(?=[^ ])");

    private final Reception reception;

    Sheet(Reception reception) {
        this.reception = reception;
    }

    /// A line; empty for an empty one.
    void line(String text) throws IOException {
        octets((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A header field, folded at its spaces (RFC 5322 §2.2.3).
    void field(String name, String value) throws IOException {
        StringBuilder line = new StringBuilder(name).append(':');
        for (String word : LONG_WORD.matcher(value).replaceAll("$1 ").split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > name.length() + 1) {
                line(line.toString());
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        line(line.toString());
    }

    /// These octets as they are.
    void octets(byte[] octets) throws IOException {
        reception.write(octets, 0, octets.length);
    }

    /// A whole stream as it is.
    ///
    /// @return whether it ended with a line end
    boolean octets(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int last = '\n';
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (count > 0) {
                reception.write(chunk, 0, count);
                last = chunk[count - 1];
            }
        }
        return last == '\n';
    }
}
