package dev.postern.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A target of `bench/fuzz`: whatever a script gives to `sendmail -t`, lines end with CRLF and
/// nothing else is changed; whom it names are addresses; a list of people is the same when it is
/// written and read again.
public final class SendmailFuzz {

    private SendmailFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        byte[] whole = canonical(input, false);
        String text = text(whole);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text.replace("\r\n", "\n"))
                .isEqualTo(withEnd(text(input).replaceAll("\r\n|\r", "\n")));
        assertThat(canonical(whole, false)).isEqualTo(whole);
        String ended = text(canonical(input, true));
        assertThat(text).startsWith(ended);
        assertThat("\r\n" + ended).doesNotContain("\r\n.\r\n");
        HeaderRecipients named = HeaderRecipients.of(whole);
        named.recipients().forEach(SendmailFuzz::check);
        assertThat(named.recipients()).doesNotHaveDuplicates();
        named.author().ifPresent(SendmailFuzz::check);
        people(new String(input, StandardCharsets.UTF_8));
    }

    private static void check(AddrSpec address) {
        assertThat(AddrSpec.parse(address.toString())).contains(address);
    }

    private static String withEnd(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static byte[] canonical(byte[] input, boolean dotEnds) throws IOException {
        try (CanonicalInput in = new CanonicalInput(new ByteArrayInputStream(input), dotEnds)) {
            return in.readAllBytes();
        }
    }

    private static void people(String text) {
        Optional<List<Correspondent>> people = Correspondent.parse(text);
        if (people.isEmpty()) {
            return;
        }
        for (Correspondent one : people.get()) {
            String written = one.toString();
            assertThat(written.chars().noneMatch(Character::isISOControl)).as(written).isTrue();
            assertThat(Correspondent.parse(written).orElseThrow())
                    .extracting(Correspondent::address)
                    .containsExactly(one.address());
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
