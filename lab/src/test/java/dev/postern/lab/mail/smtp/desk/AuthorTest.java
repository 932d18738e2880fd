package dev.postern.lab.mail.smtp.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.store.MessageSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@example.cz|a@example.cz",
                "A@Example.CZ|a@example.cz",
                "Name <a@example.cz>|a@example.cz",
                "\"x@example.org, y\" <a@example.cz>|a@example.cz",
                "\"quote \\\" b@example.org\" <a@example.cz>|a@example.cz",
                "(b@example.org) a@example.cz (c (d))|a@example.cz",
                "<a@example.cz>|a@example.cz",
                "a@example.cz, Name <b@example.cz>|a@example.cz;b@example.cz",
                "nonsense|nonsense",
                "''|''"
            })
    void addressesAreFound(String value, String expected) {
        assertThat(String.join(";", Author.addresses(value))).isEqualTo(expected);
    }

    @Test
    void senderSettlesWhoOfSeveralSent() throws Exception {
        String from = "From: a@example.cz,\r\n b@example.cz\r\n";
        assertThat(Author.of(MessageSource.of(from + "\n")).isUnclear()).isTrue();
        Author author = Author.of(MessageSource.of(from + "Sender: c@example.cz\n\n"));
        assertThat(author.isUnclear()).isFalse();
        assertThat(author.claimed())
                .isEqualTo(List.of("a@example.cz", "b@example.cz", "c@example.cz"));
    }
}
