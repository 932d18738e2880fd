package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.compose.Composer;
import dev.postern.compose.Correspondent;
import dev.postern.compose.Draft;
import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;

/// A target of `bench/fuzz`: whatever JSON somebody sends, it is refused in words, or made into a
/// message with the fields that were asked for and no other, in which another reader than ours
/// finds the people who are named and nobody else.
public final class EmailFuzz {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private EmailFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Draft draft;
        try {
            draft = EmailJson.draft(input);
        } catch (RejectedException e) {
            assertThat(e.answer().status()).isBetween(400, 499);
            assertThat(e.answer().headers().values())
                    .allMatch(value -> value.chars().noneMatch(Character::isISOControl));
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Composer(new Random(1)).write(draft, NOW, "<1@gate.example.cz>", out);
        assertThat(out.size()).isLessThan(20 * (input.length + 500));
        String text = out.toString(StandardCharsets.ISO_8859_1);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        assertThat(Stream.of(text.split("\r\n", -1))).allMatch(line -> line.length() <= 998);
        read(draft, out.toByteArray());
    }

    private static void read(Draft draft, byte[] octets) throws IOException {
        Message message =
                new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(octets));
        List<String> names = message.getHeader().getFields().stream().map(Field::getName).toList();
        assertThat(names)
                .filteredOn(name -> !name.startsWith("Content-"))
                .containsExactlyElementsOf(expected(draft));
        assertThat(message.getMessageId()).isEqualTo("<1@gate.example.cz>");
        same(message.getFrom(), List.of(draft.from()));
        same(flat(message.getTo()), draft.recipients().to());
        same(flat(message.getCc()), draft.recipients().copies());
        same(flat(message.getReplyTo()), draft.replyTo());
    }

    private static List<String> expected(Draft draft) {
        List<String> names = new ArrayList<>(List.of("From"));
        if (!draft.recipients().to().isEmpty()) {
            names.add("To");
        }
        if (!draft.recipients().copies().isEmpty()) {
            names.add("Cc");
        }
        if (!draft.replyTo().isEmpty()) {
            names.add("Reply-To");
        }
        names.addAll(List.of("Subject", "Date", "Message-ID"));
        draft.fields().forEach(field -> names.add(field.name()));
        names.add("MIME-Version");
        return names;
    }

    private static List<Mailbox> flat(org.apache.james.mime4j.dom.address.AddressList list) {
        return list == null ? List.of() : List.copyOf(list.flatten());
    }

    /// Quoted local parts and what UTF-8 has no octets for are read in several ways; then at least
    /// nobody is added.
    private static void same(Iterable<Mailbox> found, List<Correspondent> wanted) {
        List<String> addresses = new ArrayList<>();
        found.forEach(one -> addresses.add(one.getAddress().toLowerCase(java.util.Locale.ROOT)));
        List<AddrSpec> named = wanted.stream().map(Correspondent::address).toList();
        if (named.stream().anyMatch(one -> one.needsUtf8() || one.local().startsWith("\""))) {
            assertThat(addresses).hasSizeLessThanOrEqualTo(named.size());
            return;
        }
        assertThat(addresses)
                .containsExactlyElementsOf(
                        named.stream()
                                .map(one -> one.toString().toLowerCase(java.util.Locale.ROOT))
                                .toList());
    }
}
