package dev.postern.queue.sqlite;

import dev.postern.queue.QueueId;
import java.util.OptionalLong;

/// A queue id as the store has it: the row number of the message.
///
/// Written in thirteen digits of base 32 (`0-9 A-Z` without I, L, O, U, which are taken for other
/// digits), so the names sort as the numbers do.
final class MessageNumber {

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 13;
    private static final int BITS = 5;

    private MessageNumber() {}

    static QueueId name(long number) {
        char[] name = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            name[i] = DIGITS.charAt((int) (number >>> (BITS * (LENGTH - 1 - i))) & 31);
        }
        return new QueueId(new String(name));
    }

    /// The number with this name; empty if no message can have it.
    static OptionalLong of(QueueId id) {
        String name = id.value();
        if (name.length() != LENGTH || name.charAt(0) > '7') {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = DIGITS.indexOf(name.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            number = (number << BITS) | digit;
        }
        return OptionalLong.of(number);
    }
}
