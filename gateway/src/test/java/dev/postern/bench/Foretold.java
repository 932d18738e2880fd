package dev.postern.bench;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// What a server will say, known beforehand.
///
/// @param octets how many
/// @param checksum of them
record Foretold(long octets, long checksum) {

    /// Adds it up. For one thread.
    static final class Sum {

        private final CRC32C sum = new CRC32C();
        private long octets;

        void words(String words) {
            octets(words.getBytes(StandardCharsets.US_ASCII));
        }

        /// Words, and the octets after them as they are.
        void literal(String words, byte[] message) {
            words(words);
            octets(message);
        }

        /// A message as POP3 has it: another dot before a line that begins with one, and a line of
        /// a dot at its end.
        void lines(byte[] message) {
            int begun = 0;
            for (int i = 0; i < message.length; i++) {
                if (message[i] == '.' && (i == 0 || message[i - 1] == '\n')) {
                    sum.update(message, begun, i - begun);
                    sum.update('.');
                    octets += i - begun + 1;
                    begun = i;
                }
            }
            sum.update(message, begun, message.length - begun);
            octets += message.length - begun;
            words(".\r\n");
        }

        private void octets(byte[] more) {
            sum.update(more);
            octets += more.length;
        }

        Foretold told() {
            return new Foretold(octets, sum.getValue());
        }
    }
}
