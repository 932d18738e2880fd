package dev.postern.protocol.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The forms of an address, held to the grammar written as patterns.
class AddrSpecTest {

    private static final String ATOM = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL =
            Pattern.compile(
                    ATOM
                            + "(\\."
                            + ATOM
                            + ")*|\"([\\x20!#-\\[\\]-~[^\\x00-\\x9F\\x{D800}-\\x{DFFF}]]|\\\\[\\x20-~])*\"");
    private static final String LABEL =
            "[\\p{L}\\p{N}]([\\p{L}\\p{N}\\p{M}_-]*[\\p{L}\\p{N}\\p{M}])?";
    private static final Pattern DOMAIN =
            Pattern.compile(LABEL + "(\\." + LABEL + ")*|\\[[0-9A-Za-z:.-]+]");

    /// Letters, digits and marks of several kinds, signs, and what is allowed nowhere.
    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.strings()
                .withChars(
                        "aZ09..--_+!\"\\ @[]:é漢\u0301\u0663Ⅷ½\u200D\uD83D\uDE00\uD835\uDC00\u0085\uD800\t")
                .ofMaxLength(5);
    }

    @Property(tries = 5000)
    void addressIsTakenExactlyIfBothItsPartsHaveTheirForm(
            @ForAll("parts") String local, @ForAll("parts") String domain) {
        boolean right =
                LOCAL.matcher(local).matches()
                        && DOMAIN.matcher(domain.toLowerCase(Locale.ROOT)).matches();

        assertThat(AddrSpec.parse(local + "@" + domain).isPresent())
                .as(local + "@" + domain)
                .isEqualTo(right);
    }
}
