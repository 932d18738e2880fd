package dev.postern.protocol.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scanner@example.cz",
                "o'neil+tag@sub.example.cz",
                "\"two words\"@example.cz",
                "\"a\\\"b@c\"@example.cz",
                "x@[127.0.0.1]",
                "x@[IPv6:::1]",
                "žluťoučký@příklad.example",
                "root@localhost"
            })
    void whatIsAnAddressIsTaken(String text) {
        assertThat(AddrSpec.of(text)).hasToString(text.toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@example.cz",
                "a b@example.cz",
                "a@b@example.cz",
                "<a@example.cz>",
                "a@example.cz.",
                ".a@example.cz",
                "a..b@example.cz",
                "a@-example.cz",
                "a\r\n@example.cz",
                "\"a\r\nb\"@example.cz",
                "\"a\"b\"@example.cz",
                "a@[127.0.0.1",
                "a@exam ple.cz"
            })
    void whatIsNoneIsNot(String text) {
        assertThat(AddrSpec.parse(text)).isEmpty();
    }

    @Test
    void anAddressLongerThanAPathIsNone() {
        assertThat(AddrSpec.parse("a@" + "b".repeat(253))).isEmpty();
        assertThat(AddrSpec.parse("a".repeat(129) + "@example.cz")).isEmpty();
    }

    @Test
    void theDomainsCaseDoesNotCountAndTheLocalPartsOnlyForItsOwner() {
        AddrSpec plain = AddrSpec.of("Anna@example.cz");

        assertThat(AddrSpec.of("Anna@EXAMPLE.cz")).isEqualTo(plain);
        assertThat(AddrSpec.of("anna@example.cz")).isNotEqualTo(plain);
        assertThat(AddrSpec.of("anna@example.cz").sameMailbox(plain)).isTrue();
        assertThat(AddrSpec.of("anna@example.com").sameMailbox(plain)).isFalse();
    }

    @Test
    void onlyAnAddressBeyondAsciiNeedsUtf8() {
        assertThat(AddrSpec.of("a@example.cz").needsUtf8()).isFalse();
        assertThat(AddrSpec.of("á@example.cz").needsUtf8()).isTrue();
        assertThat(AddrSpec.of("a@příklad.example").needsUtf8()).isTrue();
    }

    @Test
    void withoutAWishTheSenderHearsOfFailureAndDelay() {
        Recipient silent = Recipient.of(AddrSpec.of("a@example.cz"));

        assertThat(silent.wants(Notify.FAILURE)).isTrue();
        assertThat(silent.wants(Notify.DELAY)).isTrue();
        assertThat(silent.wants(Notify.SUCCESS)).isFalse();
    }

    @Test
    void neverMeansNever() {
        AddrSpec address = AddrSpec.of("a@example.cz");
        Recipient never = new Recipient(address, Set.of(Notify.NEVER), Optional.empty());
        Set<Notify> both = EnumSet.of(Notify.NEVER, Notify.FAILURE);

        assertThat(never.wants(Notify.FAILURE)).isFalse();
        assertThatThrownBy(() -> new Recipient(address, both, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEnvelopeNeedsARecipient() {
        assertThatThrownBy(() -> new Envelope(Optional.empty(), List.of(), Envelope.Options.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStatusIsThreeNumbers() {
        assertThat(EnhancedStatus.parse("5.7.139")).contains(new EnhancedStatus(5, 7, 139));
        assertThat(EnhancedStatus.parse("4.3.2").orElseThrow().transientFailure()).isTrue();
        assertThat(EnhancedStatus.parse("3.1.1")).isEmpty();
        assertThat(EnhancedStatus.parse("5.7")).isEmpty();
        assertThat(EnhancedStatus.parse("5.7.1390")).isEmpty();
        assertThat(new EnhancedStatus(5, 1, 1)).hasToString("5.1.1");
    }
}
