package dev.postern.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The header block of a message on its way in: gathers it, and knows where its fields are.
///
/// Each octet is looked at once, and nothing is made for a field but its position. The block ends
/// at the empty line. It ends as well before a line that is no field, as other relays have it:
/// without that, what we put on top of a message that has no header would become part of its text,
/// and what follows a damaged line would be a field to one reader and text to another.
///
/// What a header may not have is told by [#fault]: octet 0, a CR or LF alone (RFC 5322 §2.2, RFC
/// 5321 §2.3.8), and a name that could be that of From, since the readers behind us disagree about
/// what they mean. Octets above 127 without SMTPUTF8 and lines of more than 998 octets (RFC 5322
/// §2.1.1) are let pass: old devices send them, everyone reads them, and mending them would change
/// the message. Confined to one thread.
final class Header {

    /// No header of a sane message comes near; RFC 5321 §4.5.3.1.10 wants errors beyond a bound.
    static final int OCTETS_MAX = 256 << 10;

    private static final int STEP = 2048;
    private static final int SHOWN_MAX = 40;

    private byte[] octets = new byte[STEP];
    private int filled;
    private int scanned;
    private int line;
    private int[] starts = new int[32];
    private FieldName[] names = new FieldName[32];
    private int fields;
    private int end = -1;
    private int body;
    private @Nullable String fault;

    /// Takes octets until the header is complete.
    ///
    /// @return how many it took
    int take(byte[] source, int from, int count) {
        int taken = 0;
        while (taken < count && !complete() && fault == null) {
            int step = Math.min(Math.min(STEP, count - taken), OCTETS_MAX - filled);
            if (step == 0) {
                fault =
                        "The header of the message has more than "
                                + OCTETS_MAX
                                + " octets; is an empty line missing before the text?";
                break;
            }
            if (filled + step > octets.length) {
                octets = Arrays.copyOf(octets, Math.max(octets.length * 2, filled + step));
            }
            System.arraycopy(source, from + taken, octets, filled, step);
            filled += step;
            taken += step;
            scan();
        }
        return taken;
    }

    /// There is no more: what is there is the header.
    void finish() {
        if (complete() || fault != null) {
            return;
        }
        if (scanned < filled) {
            fault = ALONE;
            return;
        }
        if (line < filled) {
            lineEnds(filled);
        }
        if (!complete() && fault == null) {
            end = filled;
            body = filled;
        }
    }

    private static final String ALONE =
            "The header of the message has a CR or LF that stands alone; lines end with CR LF.";

    private void scan() {
        int at = scanned;
        while (at < filled) {
            byte octet = octets[at];
            if (octet == '\r') {
                if (at + 1 == filled) {
                    break; // its LF is still to come
                }
                if (octets[at + 1] != '\n') {
                    fault = ALONE;
                    return;
                }
                at += 2;
                lineEnds(at);
                if (complete() || fault != null) {
                    return;
                }
            } else if (octet == '\n') {
                fault = ALONE;
                return;
            } else if (octet == 0) {
                fault = "The header of the message has an octet 0.";
                return;
            } else {
                at++;
            }
        }
        scanned = at;
    }

    private void lineEnds(int next) {
        boolean blank = next - line == 2 && octets[line] == '\r';
        if (blank) {
            end = line;
            body = next;
        } else if (octets[line] == ' ' || octets[line] == '\t') {
            if (fields == 0) {
                endsBefore();
            }
        } else {
            int length = nameLength(next);
            if (length > 0) {
                add(length);
            } else {
                endsBefore();
            }
        }
        line = next;
    }

    private void endsBefore() {
        end = line;
        body = line;
    }

    /// How many octets the name of the field has whose line ends there; 0 if it is no field. White
    /// space before the colon is obsolete, and still sent (RFC 5322 §4.5).
    private int nameLength(int next) {
        int at = line;
        while (at < next && octets[at] > ' ' && octets[at] < 127 && octets[at] != ':') {
            at++;
        }
        int length = at - line;
        while (at < next && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        return at < next && octets[at] == ':' ? length : 0;
    }

    private void add(int nameLength) {
        if (FieldName.ambiguous(octets, line, nameLength)) {
            fault =
                    "The header of the message has a field with a parenthesis in its name, which"
                            + " some readers take for another: "
                            + shown(nameLength);
            return;
        }
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, 2 * fields);
            names = Arrays.copyOf(names, 2 * fields);
        }
        starts[fields] = line;
        names[fields] = FieldName.of(octets, line, nameLength);
        fields++;
    }

    private String shown(int nameLength) {
        int shown = Math.min(nameLength, SHOWN_MAX);
        return new String(octets, line, shown, StandardCharsets.US_ASCII);
    }

    boolean complete() {
        return end >= 0;
    }

    /// What is wrong with it, for the peer; null if nothing is.
    @Nullable String fault() {
        return fault;
    }

    boolean tooLarge() {
        return filled >= OCTETS_MAX;
    }

    int fields() {
        return fields;
    }

    FieldName name(int field) {
        return names[field];
    }

    /// Where the field begins in [#octets].
    int start(int field) {
        return starts[field];
    }

    /// Where the next one begins.
    int end(int field) {
        return field + 1 < fields ? starts[field + 1] : end;
    }

    /// Where the value of the field begins: after the colon.
    int value(int field) {
        int at = starts[field];
        while (octets[at] != ':') {
            at++;
        }
        return at + 1;
    }

    /// How many there are of that name.
    int count(FieldName name) {
        int count = 0;
        for (int i = 0; i < fields; i++) {
            if (names[i] == name) {
                count++;
            }
        }
        return count;
    }

    /// Where the fields end.
    int end() {
        return end;
    }

    /// Where the text begins in [#octets].
    int body() {
        return body;
    }

    /// How much of [#octets] is filled: beyond [#body] is the beginning of the text.
    int filled() {
        return filled;
    }

    /// Its own buffer, not to be changed.
    byte[] octets() {
        return octets;
    }
}
