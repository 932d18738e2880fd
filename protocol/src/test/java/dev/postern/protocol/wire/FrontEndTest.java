package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontEndTest {

    @Test
    void theMachineIsNamed() {
        assertThat(
                        FrontEnd.of(
                                "The Microsoft Exchange IMAP4 service is ready."
                                        + " [TQBOADIAUABSADAAMQBDAEEAMAAwADAANwA=]"))
                .contains("MN2PR01CA0007");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ready", "ready []", "ready [", "ready ]", "[UIDNEXT 5]", "x [YQ==]"})
    void otherGreetingsNameNone(String greeting) {
        assertThat(FrontEnd.of(greeting)).isEmpty();
    }
}
