package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.BadLineException;
import dev.postern.lab.mail.net.LineInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads commands with their literals. Used by the session's thread.
final class CommandReader {

    static final int LINE_MAX = 64 * 1024;
    private static final int LITERAL_MAX = 64 * 1024;
    private static final int APPEND_MAX = 36 * 1024 * 1024;

    /// More is not even read and dropped.
    private static final long SKIP_MAX = 256L * 1024 * 1024;

    private static final Pattern TAG =
            Pattern.compile("([^\\x00-\\x20(){%*\"\\\\+]{1,64}) (.+)", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,10})(\\+?)}$");

    private final Talk talk;
    private final LineInput in;

    CommandReader(Talk talk) {
        this.talk = talk;
        this.in = talk.connection().in();
    }

    /// A command that cannot be done, with the tag to say so.
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1;
        private final String tag;
        private final String answer;

        Unreadable(String tag, String answer) {
            super(answer, null, false, false);
            this.tag = tag;
            this.answer = answer;
        }

        String line() {
            return tag + " " + answer;
        }
    }

    /// The next command.
    Command next() throws IOException, Unreadable {
        String tag = "*";
        try {
            String line = in.line(LINE_MAX);
            Matcher parts = TAG.matcher(line);
            if (!parts.matches()) {
                talk.dialogue().client(line);
                throw new Unreadable(tag, Refusal.badCommand().answer());
            }
            tag = parts.group(1);
            Words words = new Words(text(tag, parts.group(2)));
            String verb = words.verb();
            boolean byUid = verb.equals("UID");
            if (byUid) {
                words.space();
                verb = words.verb();
            }
            Command command = new Command(tag, verb, byUid, words);
            talk.dialogue().client(command.name(), Secrets.hide(line, verb));
            return command;
        } catch (BadLineException e) {
            talk.dialogue().remark(String.valueOf(e.getMessage()));
            throw new Unreadable(tag, "BAD Protocol Error. " + e.getMessage());
        } catch (Refusal e) {
            throw new Unreadable(tag, e.answer());
        }
    }

    private byte[] text(String tag, String first) throws IOException, BadLineException, Unreadable {
        ByteArrayOutputStream text = new ByteArrayOutputStream(first.length());
        int max = first.toUpperCase(Locale.ROOT).startsWith("APPEND ") ? APPEND_MAX : LITERAL_MAX;
        boolean tooLong = false;
        String line = first;
        while (true) {
            text.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            Matcher literal = LITERAL.matcher(line);
            if (!literal.find()) {
                break;
            }
            long length = Long.parseLong(literal.group(1));
            boolean waits = literal.group(2).isEmpty();
            if (text.size() + length > max) {
                if (waits || length > SKIP_MAX) {
                    throw new Unreadable(tag, "NO Message or argument too long.");
                }
                in.skip(length);
                tooLong = true;
                text.reset();
            } else {
                if (waits) {
                    talk.say("+ Ready for additional command text.");
                    talk.flush();
                }
                text.writeBytes(new byte[] {'\r', '\n'});
                text.writeBytes(in.octets((int) length));
            }
            line = in.line(LINE_MAX);
        }
        if (tooLong) {
            throw new Unreadable(tag, "NO Message or argument too long.");
        }
        return text.toByteArray();
    }
}
