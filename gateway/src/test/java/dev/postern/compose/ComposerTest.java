package dev.postern.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerTest {

    private static final Correspondent ANNA = who("Anna Žlutá", "anna@example.cz");
    private static final Correspondent BOB = who("", "bob@example.cz");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void whatIsWrittenIsReadBackAsItWas() throws IOException {
        Draft draft =
                draft(
                        "Příliš žluťoučký kůň úpěl ďábelské ódy, a to na celou délku řádku i dál",
                        new Draft.Texts(Optional.of("Dobrý den\n.\nkonec"), Optional.empty()),
                        List.of());

        Message message = read(written(draft));

        assertThat(message.getSubject()).isEqualTo(draft.subject());
        assertThat(message.getFrom().getFirst().getName()).isEqualTo("Anna Žlutá");
        assertThat(message.getTo()).hasSize(1);
        assertThat(message.getDate()).isEqualTo(java.util.Date.from(NOW));
        assertThat(message.getMessageId()).isEqualTo("<1@example.cz>");
        assertThat(text(message)).isEqualTo("Dobrý den\r\n.\r\nkonec\r\n");
    }

    @Test
    void hiddenRecipientsAreNotInTheMessage() throws IOException {
        Draft draft =
                new Draft(
                        ANNA,
                        new Draft.Recipients(
                                List.of(BOB), List.of(), List.of(who("", "boss@example.cz"))),
                        List.of(),
                        "Hi",
                        new Draft.Texts(Optional.of("x"), Optional.empty()),
                        List.of(),
                        List.of());

        assertThat(written(draft)).doesNotContain("boss");
        assertThat(draft.recipients().all()).hasSize(2);
    }

    @Test
    void textsPicturesAndFilesAreNestedAsReadersExpect() throws IOException {
        Draft draft =
                draft(
                        "Report",
                        new Draft.Texts(Optional.of("plain"), Optional.of("<img src=cid:logo>")),
                        List.of(
                                file("logo.png", "image/png", Optional.of("logo"), "PNG"),
                                file(
                                        "přehled č. 1.pdf",
                                        "application/pdf",
                                        Optional.empty(),
                                        "PDF")));

        Message message = read(written(draft));

        Multipart mixed = (Multipart) message.getBody();
        assertThat(mixed.getSubType()).isEqualTo("mixed");
        Multipart alternative = (Multipart) mixed.getBodyParts().getFirst().getBody();
        assertThat(alternative.getSubType()).isEqualTo("alternative");
        Multipart related = (Multipart) alternative.getBodyParts().getLast().getBody();
        assertThat(related.getSubType()).isEqualTo("related");
        Entity picture = related.getBodyParts().getLast();
        assertThat(picture.getMimeType()).isEqualTo("image/png");
        Entity file = mixed.getBodyParts().getLast();
        assertThat(file.getDispositionType()).isEqualTo("attachment");
        assertThat(file.getHeader().getField("Content-Disposition").getBody())
                .contains("filename*=utf-8''p%C5%99ehled%20%C4%8D.%201.pdf");
        try (var content = ((SingleBody) file.getBody()).getInputStream()) {
            assertThat(content).hasContent("PDF");
        }
    }

    @Test
    void everyLineEndsWithCrlfAndNoneIsTooLong() throws IOException {
        Draft draft =
                draft(
                        "x".repeat(5000),
                        new Draft.Texts(
                                Optional.of("a\rb\nc\r\nd " + "y".repeat(5000)), Optional.empty()),
                        List.of(
                                file(
                                        "a.bin",
                                        "application/octet-stream",
                                        Optional.empty(),
                                        "z".repeat(500)),
                                file("ž".repeat(127), "a/b", Optional.empty(), "")));

        String message = written(draft);

        assertThat(message.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        assertThat(message.lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void aFieldMayHaveALongName() throws IOException {
        String name = "X-" + "Ticket-".repeat(7) + "Number";
        Draft draft =
                new Draft(
                        ANNA,
                        new Draft.Recipients(List.of(BOB), List.of(), List.of()),
                        List.of(),
                        "Hi",
                        new Draft.Texts(Optional.of("x"), Optional.empty()),
                        List.of(),
                        List.of(new Draft.Field(name, "číslo 17")));

        Message message = read(written(draft));

        assertThat(
                        DecoderUtil.decodeEncodedWords(
                                message.getHeader().getField(name).getBody(),
                                StandardCharsets.UTF_8))
                .isEqualToIgnoringWhitespace("číslo 17");
    }

    @Test
    void aNameWithAnAtSignStaysAName() throws IOException {
        Message message =
                read(
                        written(
                                new Draft(
                                        who("office@work, \"the\" Scanner", "scan@example.cz"),
                                        new Draft.Recipients(List.of(BOB), List.of(), List.of()),
                                        List.of(ANNA),
                                        "",
                                        new Draft.Texts(Optional.empty(), Optional.empty()),
                                        List.of(),
                                        List.of(new Draft.Field("X-Kind", "žádost")))));

        assertThat(message.getFrom()).hasSize(1);
        assertThat(message.getFrom().getFirst().getName())
                .isEqualTo("office@work, \"the\" Scanner");
        assertThat(message.getFrom().getFirst().getAddress()).isEqualTo("scan@example.cz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bcc", "From", "Content-Type", "X Y", "X:Y", "X(Y", "", "X-Ž"})
    void fieldsThatAreMadeHereOrAreNoneCannotBeGiven(String name) {
        assertThatThrownBy(() -> new Draft.Field(name, "v"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingCanBreakOutOfItsLine() {
        assertThatThrownBy(() -> new Draft.Field("X-A", "v\r\nBcc: x@example.cz"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> who("a\nb", "a@example.cz"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        draft(
                                "a\nb",
                                new Draft.Texts(Optional.empty(), Optional.empty()),
                                List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file("a\r\nb", "text/plain", Optional.empty(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file("a", "text/plain\r\nX: y", Optional.empty(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file("ž".repeat(128), "a/b", Optional.empty(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> who("a".repeat(256), "a@example.cz"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsOfPeopleAreReadAsPeopleWriteThem() {
        assertThat(Correspondent.parse("Anna Žlutá <anna@example.cz>, bob@example.cz"))
                .contains(List.of(ANNA, BOB));
        assertThat(Correspondent.parse("\"Žlutá, Anna\" <anna@example.cz>").orElseThrow())
                .containsExactly(who("Žlutá, Anna", "anna@example.cz"));
        assertThat(Correspondent.parse("nobody")).isEmpty();
        assertThat(Correspondent.parse("")).isEmpty();
    }

    private static Correspondent who(String name, String address) {
        return new Correspondent(name, AddrSpec.of(address));
    }

    private static Attachment file(
            String name, String type, Optional<String> contentId, String content) {
        return new Attachment(
                name,
                type,
                contentId,
                () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Draft draft(String subject, Draft.Texts texts, List<Attachment> attachments) {
        return new Draft(
                ANNA,
                new Draft.Recipients(List.of(BOB), List.of(), List.of()),
                List.of(),
                subject,
                texts,
                attachments,
                List.of());
    }

    private static String written(Draft draft) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Composer(new Random(1)).write(draft, NOW, "<1@example.cz>", out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Message read(String message) throws IOException {
        return new DefaultMessageBuilder()
                .parseMessage(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Message message) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ((TextBody) message.getBody()).writeTo(text);
        return text.toString(StandardCharsets.UTF_8);
    }
}
