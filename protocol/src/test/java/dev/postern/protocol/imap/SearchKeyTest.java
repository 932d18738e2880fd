package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "ALL\r\nA2 LOGOUT", "SUBJECT é", "ALL\n"})
    void nothingElseThanWordsCanBeSlippedIn(String words) {
        assertThatIllegalArgumentException().isThrownBy(() -> SearchKey.words(words));
    }
}
