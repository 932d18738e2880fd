package dev.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddresseesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@example.com | a@example.com",
                "A <a@example.com>, b@example.com | a@example.com b@example.com",
                "\"Novák, Jan <x@y>\" <a@example.com> | a@example.com",
                "\"a \\\" b, c\" <a@example.com> | a@example.com",
                "a@example.com (home, office), b@example.com | a@example.com b@example.com",
                "team: a@example.com, B <b@example.com>; | a@example.com b@example.com",
                "undisclosed-recipients:; | ",
                "<a@example.com | a@example.com",
            })
    void bareAddressesAreFound(String field, String expected) {
        List<String> addresses = expected == null ? List.of() : List.of(expected.split(" ", -1));

        assertThat(Addressees.of(field)).isEqualTo(addresses);
    }
}
