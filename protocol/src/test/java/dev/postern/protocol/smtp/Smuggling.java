package dev.postern.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The variants by which one server was made to see the end of a message where another saw none
/// (published in December 2023), and more of their kind.
final class Smuggling {

    private Smuggling() {}

    static Stream<String> sequences() {
        return Stream.of(
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r.\r\n",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r\r\n.\r\r\n",
                "\n\n.\r\n",
                "\0\r\n.\0\r\n",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
                "\r\0\n.\r\0\n",
                "\r\n.\r\0\n");
    }

    /// Servers, strict and lax, and what each takes for the end of a message.
    @SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
    enum Reader {
        STRICT("\r\n\\.\r\n", text -> text),
        ANY_LINE_END("(\r\n|\r|\n)\\.(\r\n|\r|\n)", text -> text),
        LF_BEFORE("\n\\.\r\n", text -> text),
        CR_BEHIND("\r\n\\.\r", text -> text),
        SEVERAL_CRS("\r*\n\\.\r*\n", text -> text),
        WITHOUT_NUL("(\r\n|\r|\n)\\.(\r\n|\r|\n)", text -> text.replace("\0", "")),
        WITHOUT_CR("\n\\.\n", text -> text.replace("\r", "")),
        NUL_FOR_LINE_END("[\r\n\0]\\.[\r\n\0]", text -> text);

        private final Pattern end;
        private final UnaryOperator<String> reading;

        Reader(String end, UnaryOperator<String> reading) {
            this.end = Pattern.compile(end);
            this.reading = reading;
        }

        /// What it takes for messages; the last is what would be commands.
        List<String> messages(String wire) {
            String text = reading.apply("\r\n" + wire);
            List<String> messages = new ArrayList<>();
            Matcher matcher = end.matcher(text);
            int from = 0;
            while (matcher.find(from)) {
                messages.add(text.substring(from, matcher.start()));
                from = matcher.end();
            }
            if (!text.substring(from).isBlank()) {
                messages.add(text.substring(from));
            }
            return messages;
        }
    }
}
