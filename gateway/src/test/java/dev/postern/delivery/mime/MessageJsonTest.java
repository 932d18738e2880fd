package dev.postern.delivery.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.delivery.BreakingStream;
import dev.postern.delivery.Corpus;
import dev.postern.delivery.MemoryOutlet;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import dev.postern.queue.ServerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class MessageJsonTest {

    @TempDir private Path temporary;

    private JsonNode json(byte[] message) throws IOException {
        return json(Parcels.of(message));
    }

    private JsonNode json(Parcel parcel) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageJson.write(parcel, out, temporary);
        return new JsonMapper().readTree(out.toByteArray());
    }

    private JsonNode json(String message) throws IOException {
        return json(message.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    private static byte[] raw(JsonNode json) {
        return Base64.getDecoder().decode(json.get("raw").asString());
    }

    @AfterEach
    void nothingIsLeftInTheTemporaryFolder() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    static List<Corpus.Message> corpus() {
        return Corpus.messages();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyMessageHasAJsonForm(Corpus.Message message) throws Exception {
        JsonNode json = json(message.octets());

        assertThat(json.get("sha256").asString()).isEqualTo(MemoryOutlet.sha256(message.octets()));
        if (json.has("raw")) {
            assertThat(raw(json)).isEqualTo(message.octets());
            assertThat(json.get("problems").isEmpty()).isFalse();
        }
    }

    @Test
    void ordinaryMessageIsTakenApart() throws Exception {
        JsonNode json =
                json(
                        """
                        From: =?UTF-8?Q?Ji=C5=99=C3=AD?= <jiri@example.cz>
                        To: a@example.cz, "B, c" <b@example.cz>
                        Cc: group: d@example.cz, e@example.cz;
                        Subject: =?iso-8859-2?Q?=BElu=BBou=E8k=FD?= =?utf-8?B?a8WvxYg=?=
                        MIME-Version: 1.0
                        Content-Type: multipart/mixed; boundary=o

                        --o
                        Content-Type: multipart/alternative; boundary=i

                        --i
                        Content-Type: text/plain; charset=iso-8859-2
                        Content-Transfer-Encoding: quoted-printable

                        k=F9=F2
                        --i
                        Content-Type: text/html; charset=utf-8
                        Content-Transfer-Encoding: base64

                        PGI+a8WvxYg8L2I+
                        --i--
                        --o
                        Content-Type: application/pdf; name="x.pdf"
                        Content-Disposition: attachment; filename*=utf-8''k%C5%AF%C5%88.pdf
                        Content-Transfer-Encoding: base64

                        AAECAwQ=
                        --o
                        Content-Type: image/png
                        Content-Disposition: inline
                        Content-ID: <logo@example.cz>

                        png
                        --o--
                        """);

        assertThat(json.get("subject").asString()).isEqualTo("žluťoučkýkůň");
        assertThat(json.get("sender").asString()).isEqualTo("jiri@example.cz");
        assertThat(json.get("from").get(0).get("name").asString()).isEqualTo("Jiří");
        assertThat(json.get("to").get(1).get("name").asString()).isEqualTo("B, c");
        assertThat(json.get("cc").size()).isEqualTo(2);
        assertThat(json.get("headers").get(1).toString())
                .isEqualTo(
                        "{\"name\":\"To\",\"value\":\"a@example.cz, \\\"B, c\\\""
                                + " <b@example.cz>\"}");
        assertThat(json.get("text").asString()).isEqualTo("kůň");
        assertThat(json.get("html").asString()).isEqualTo("<b>kůň</b>");
        JsonNode pdf = json.get("attachments").get(0);
        assertThat(pdf.get("name").asString()).isEqualTo("kůň.pdf");
        assertThat(pdf.get("type").asString()).isEqualTo("application/pdf");
        assertThat(pdf.get("content").asString()).isEqualTo("AAECAwQ=");
        JsonNode png = json.get("attachments").get(1);
        assertThat(png.get("disposition").asString()).isEqualTo("inline");
        assertThat(png.get("contentId").asString()).isEqualTo("<logo@example.cz>");
        assertThat(json.get("problems").isEmpty()).isTrue();
        assertThat(json.has("raw")).isFalse();
    }

    @Test
    void attachedMessageStaysWhole() throws Exception {
        JsonNode json =
                json(
                        """
                        Content-Type: multipart/mixed; boundary=o

                        --o
                        Content-Type: message/rfc822

                        Subject: inner
                        Content-Type: multipart/mixed; boundary=x

                        --x--
                        --o--
                        """);

        byte[] inner =
                Base64.getDecoder()
                        .decode(json.get("attachments").get(0).get("content").asString());
        assertThat(new String(inner, UTF_8)).startsWith("Subject: inner\r\n").endsWith("--x--");
    }

    @Test
    void undeclaredOctetsInTheHeaderAreReadAsWhatTheyMostLikelyAre() throws Exception {
        byte[] utf8 = "Subject: k\u016f\u0148\r\n\r\n".getBytes(UTF_8);
        byte[] latin = "Subject: caf\u00e9\r\n\r\n".getBytes(ISO_8859_1);

        assertThat(json(utf8).get("subject").asString()).isEqualTo("kůň");
        assertThat(json(latin).get("subject").asString()).isEqualTo("café");
    }

    @Test
    void addressesBeyondAsciiAreReadWhole() throws Exception {
        JsonNode json =
                json(
                        "From: Žlutý Kůň <kun@example.cz>, běta@příklad.example\r\n\r\nx\r\n"
                                .getBytes(UTF_8));

        assertThat(json.path("from").get(0).path("address").asString()).isEqualTo("kun@example.cz");
        assertThat(json.path("from").get(1).path("address").asString())
                .isEqualTo("běta@příklad.example");
    }

    @Test
    void unknownCharsetIsAProblemAndNotAFailure() throws Exception {
        JsonNode json = json("Content-Type: text/plain; charset=x-klingon\n\nabc\n");

        assertThat(json.get("text").asString()).isEqualTo("abc\r\n");
        assertThat(json.get("problems").toString()).contains("x-klingon is not known");
    }

    @Test
    void multipartWithoutBoundaryIsReadAsText() throws Exception {
        JsonNode json = json("Content-Type: multipart/mixed\n\n--x\n\nabc\n--x--\n");

        assertThat(json.get("text").asString()).isEqualTo("--x\r\n\r\nabc\r\n--x--\r\n");
    }

    @Test
    void messageInWhichNothingIsFoundComesRawAsWell() throws Exception {
        String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\nno part at all\r\n";

        JsonNode json = json(message.getBytes(UTF_8));

        assertThat(json.get("attachments").isEmpty()).isTrue();
        assertThat(raw(json)).isEqualTo(message.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 100, 5_000})
    void deepNestingIsCutAndComesRaw(int depth) throws Exception {
        StringBuilder message = new StringBuilder("Subject: deep\r\n");
        for (int i = 0; i < depth; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b").append(i);
            message.append("\r\n\r\n--b").append(i).append("\r\n");
        }
        message.append("\r\nabc\r\n");

        JsonNode json = json(message.toString().getBytes(UTF_8));

        assertThat(json.get("problems").toString()).contains("nested deeper than 30");
        assertThat(raw(json)).isEqualTo(message.toString().getBytes(UTF_8));
    }

    @Test
    void tooManyPartsAreCutAndComeRaw() throws Exception {
        String part = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n";
        String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

        JsonNode whole = json((head + part.repeat(1_000) + "--b--\r\n").getBytes(UTF_8));
        JsonNode cut = json((head + part.repeat(1_001) + "--b--\r\n").getBytes(UTF_8));

        assertThat(whole.get("attachments").size()).isEqualTo(1_000);
        assertThat(whole.has("raw")).isFalse();
        assertThat(cut.get("attachments").size()).isEqualTo(1_000);
        assertThat(cut.has("raw")).isTrue();
        assertThat(cut.get("problems").toString()).contains("more than 1000 parts");
    }

    static List<String> hugeHeaders() {
        return List.of(
                "Subject: " + "x".repeat(2_000_000),
                "Subject: a\r\n" + ("X-Long: " + "x".repeat(100_000) + "\r\n").repeat(6),
                "X: y\r\n".repeat(1_001),
                "Content-Type: text/plain; charset=" + "x".repeat(8_192));
    }

    @ParameterizedTest
    @MethodSource("hugeHeaders")
    void hugeHeadersAreCutAndComeRaw(String header) throws Exception {
        byte[] message = (header + "\r\n\r\nbody").getBytes(UTF_8);

        JsonNode json = json(message);

        assertThat(raw(json)).isEqualTo(message);
        assertThat(json.get("problems").isEmpty()).isFalse();
    }

    @Test
    void longLineInTheBodyIsNoProblem() throws Exception {
        JsonNode json = json("Subject: x\n\n" + "y".repeat(3_000_000));

        assertThat(json.get("text").asString()).hasSize(3_000_000);
        assertThat(json.get("problems").isEmpty()).isTrue();
    }

    @Test
    void longTextIsComplete() throws Exception {
        String text = "\ud83d\ude00".repeat(200_000);
        byte[] message =
                ("Content-Type: text/plain; charset=utf-8\r\n\r\nx" + text).getBytes(UTF_8);

        assertThat(json(message).get("text").asString()).isEqualTo("x" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: %s",
                "From: %s",
                "Content-Type: %s",
                "Content-Type: text/plain; name=\"%s\"",
                "Content-Disposition: attachment; filename=\"%s\""
            })
    void hostileHeadersTakeNoHostileTime(String field) throws Exception {
        for (String seed : List.of("=?", "=?utf-8?q?", "\\\"", "((", "<<<", "a;b=", "=?=? ", ",")) {
            String value = seed.repeat(60_000 / seed.length());
            assertThat(json((field.formatted(value) + "\r\n\r\n").getBytes(UTF_8)).has("id"))
                    .isTrue();
        }
    }

    @Test
    void manyRecipientsAreTakenApart() throws Exception {
        JsonNode json =
                json("To: " + "\"Some Body\" <some.body@example.cz>,\n ".repeat(2_000) + "x\n\n");

        assertThat(json.get("to").size()).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void sameMessageGivesTheSameOctets() throws Exception {
        for (Corpus.Message message : corpus()) {
            assertThat(json(Parcels.of("Q0000000A", 2, message.octets())))
                    .isEqualTo(json(Parcels.of("Q0000000A", 1, message.octets())));
        }
    }

    @Test
    void failureOfTheQueueIsNotMistakenForAProblemOfTheMessage() {
        byte[] octets = "Subject: x\r\n\r\nabc".getBytes(UTF_8);
        Parcel parcel =
                new Parcel(
                        Parcels.message("Q0000000A", octets, new ServerId.Uid(1)),
                        1,
                        _ -> new BreakingStream(octets));

        assertThatThrownBy(() -> json(parcel)).isInstanceOf(IOException.class);
        assertThat(parcel.readFailure()).isPresent();
    }
}
