package dev.postern.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.AddrSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPatternDomainsTest {

    @ParameterizedTest
    @CsvSource({
        "*@*.example.cz, a@shop.example.cz, true",
        "*.example.cz, a@b.shop.Example.CZ, true",
        "*@*.example.cz, a@example.cz, false",
        "*@*.example.cz, a@badexample.cz, false",
        "*@*, a@anything.example, true",
        "*@example.cz, a@shop.example.cz, false",
        "*@example.cz, a@example.cz, true",
        "a@example.cz, b@example.cz, false"
    })
    void domainsBelowAreMeantOnlyWhereTheStarSaysSo(
            String pattern, String address, boolean expected) {
        assertThat(new AddressPattern(pattern).matches(AddrSpec.of(address))).isEqualTo(expected);
    }
}
