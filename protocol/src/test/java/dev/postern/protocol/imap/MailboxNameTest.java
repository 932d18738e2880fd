package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOX|INBOX",
                "A & B|A &- B",
                "~peter/mail/台北/日本語|~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                "Odeslaná pošta|Odeslan&AOE- po&AWE-ta",
                "😀|&2D3eAA-"
            })
    void namesAreEncodedAndDecoded(String name, String encoded) {
        assertThat(MailboxName.encode(name)).isEqualTo(encoded);
        assertThat(MailboxName.decode(encoded)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "a&b", "&AB-", "&!!!-", "&2D0-", "&AOE"})
    void whatIsNotEncodedWellStaysAsItIs(String encoded) {
        assertThat(MailboxName.decode(encoded)).isEqualTo(encoded);
    }

    @Property(tries = 200)
    void everyNameComesBackAndTravelsAsPrintableAscii(@ForAll @StringLength(max = 40) String name) {
        String encoded = MailboxName.encode(name);
        assertThat(encoded).matches("[\\x20-\\x7e]*");
        if (!name.matches("(?s).*[\\ud800-\\udfff].*")) {
            assertThat(MailboxName.decode(encoded)).isEqualTo(name);
        }
    }
}
