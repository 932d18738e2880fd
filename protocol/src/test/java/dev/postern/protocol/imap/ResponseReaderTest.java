package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.script.ChunkedSource;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Wait;
import dev.postern.protocol.wire.WireInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String TRANSCRIPT =
            """
            * OK [CAPABILITY IMAP4rev1 IDLE] ready
            * 17 EXISTS
            * SEARCH 5 4 3 2000
            * LIST (\\Noselect) "/" {7}
            foo "b" (extra)
            * 1 FETCH (BODY[] {18}
            Hi
            * 2 EXPUNGE
            ) UID 7 INTERNALDATE "17-Jul-1996 02:44:25 -0700" FLAGS (\\Seen) X ((("a" NIL))))
            * 2 FETCH (RFC822.SIZE 44 UID 8 BODY[] "quo\\"ted")
            + go on
            * BYE enough
            A1 NO [UNAVAILABLE] not now
            """
                    .replace("\n", "\r\n");

    @Property(tries = 100)
    void responsesAreTheSameHoweverTheyAreCut(@ForAll @IntRange(min = 1, max = 700) int chunk)
            throws IOException {
        assertThat(read(TRANSCRIPT, chunk)).isEqualTo(read(TRANSCRIPT, TRANSCRIPT.length()));
    }

    @Property(tries = 3000)
    void nothingAServerSendsMakesTheReaderFailOtherwiseThanByComplaint(
            @ForAll @IntRange(min = 0, max = 690) int at,
            @ForAll @IntRange(max = 30) int cut,
            @ForAll
                    @StringLength(max = 4)
                    @Chars({'(', ')', '"', '{', '}', '\r', '\n', '*', ' '})
                    @CharRange(from = '0', to = '9')
                    String put,
            @ForAll @IntRange(min = 1, max = 50) int chunk) {
        int from = Math.min(at, TRANSCRIPT.length());
        String rest = TRANSCRIPT.substring(Math.min(from + cut, TRANSCRIPT.length()));
        try {
            assertThat(read(TRANSCRIPT.substring(0, from) + put + rest, chunk)).isNotEmpty();
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("server ");
        }
    }

    @Test
    void responsesAreRead() throws IOException {
        assertThat(read(TRANSCRIPT, 1))
                .containsExactly(
                        "Condition[status=OK, code=Optional[ResponseCode[name=CAPABILITY,"
                                + " argument=IMAP4rev1 IDLE]], text=ready]",
                        "Exists[messages=17]",
                        "Hits[uids=3:5,2000]",
                        "Listed[folder=Folder[name=foo \"b\", delimiter=/,"
                                + " attributes=[\\Noselect]]]",
                        "<Hi\r\n* 2 EXPUNGE\r\n)>",
                        "Fetch[uid=OptionalLong[7],"
                                + " internalDate=Optional[1996-07-17T09:44:25Z], flags=[\\Seen],"
                                + " sizeHint=0, body=Whole[octets=18], header=Optional.empty]",
                        "<quo\"ted>",
                        "Fetch[uid=OptionalLong[8], internalDate=Optional.empty, flags=[],"
                                + " sizeHint=44, body=Whole[octets=7], header=Optional.empty]",
                        "Continue[text=go on]",
                        "Condition[status=BYE, code=Optional.empty, text=enough]",
                        "Tagged[tag=A1, completion=No[code=Optional[ResponseCode["
                                + "name=UNAVAILABLE, argument=]], text=not now]]");
    }

    @Test
    void aHundredThousandHitsOnOneLineAreRead() throws IOException {
        String line =
                LongStream.rangeClosed(1, 100_000)
                        .mapToObj(i -> Long.toString(i * 3))
                        .collect(Collectors.joining(" ", "* SEARCH ", "\r\n"));
        assertThat(line.length()).isGreaterThan(500_000);
        Response response = reader(line, 1000).read(Wait.REPLY, (_, _) -> new Sunk());
        assertThat(((Response.Hits) response).uids().size()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1_000_000})
    void otherLinesHaveABound(int chunk) {
        String line = "* OK " + "x".repeat(70_000) + "\r\n";
        assertThatThrownBy(() -> read(line, chunk))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("sent a line of more than 65536 octets: * OK xxx")
                .hasMessageEndingWith("…")
                .message()
                .hasSizeLessThan(700);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "* 1 FETCH (UID 0 BODY[] NIL)|UID that cannot be one",
                "* 1 FETCH (UID x)|where a number was due",
                "* 1 FETCH (UID 1111111111111111111)|number of more than 18 digits",
                "* 1 FETCH (BODY[] atom)|body that is no string",
                "* 1 FETCH (BODY[] {5)|expected '}'",
                "* 1 FETCH (BODY[] {-1}|where a number was due",
                "* 1 FETCH (FLAGS NIL)|expected '('",
                "* 1 FETCH UID 1|expected '('",
                "* 1 FETCH (UID 1) more|went on where its line was due to end",
                "* 1 FETCH (INTERNALDATE \"x|did not end a quoted string",
                "* 1 EXISTS 2|went on where its line was due to end",
                "* SEARCH 1 two|where a number was due",
                "*no|expected ' '",
                "A1 MAYBE|is no response",
                "A1|is no response",
                "``|is no response",
                "* LIST (\\A) \"/\" {70000}|string of 70000 octets where few were due"
            })
    void whatIsNoResponseIsRefused(String line, String complaint) {
        assertThatThrownBy(() -> read(line + "\r\n", 3))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("server ")
                .hasMessageContaining(complaint);
    }

    @Test
    void theSizeOfALiteralIsNeverAllocated() {
        assertThatThrownBy(() -> read("* 1 FETCH (BODY[] {999999999999999999}\r\nabc", 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed the connection in the midst of");
    }

    private static List<String> read(String text, int chunk) throws IOException {
        List<String> read = new ArrayList<>();
        ResponseReader reader = reader(text, chunk);
        Response response;
        do {
            Sunk body = new Sunk();
            response = reader.read(Wait.REPLY, (_, _) -> body);
            if (body.used) {
                read.add("<" + body.octets + ">");
            }
            read.add(response.toString());
        } while (!(response instanceof Response.Tagged));
        return read;
    }

    private static ResponseReader reader(String text, int chunk) {
        return new ResponseReader(
                new WireInput(new ChunkedSource(text, chunk), "server", Dialogue.UNHEARD),
                "server");
    }

    private static final class Sunk implements dev.postern.protocol.wire.Sink {

        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean used;

        @Override
        public void write(byte[] source, int from, int count) {
            used = true;
            octets.write(source, from, count);
        }
    }
}
