package dev.postern.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismTest {

    @Test
    void xoauth2IsAsInMicrosoftsExample() {
        Mechanism mechanism =
                new XOAuth2(
                        "test@contoso.onmicrosoft.com",
                        new AccessToken("EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA"));
        assertThat(mechanism.name()).isEqualTo("XOAUTH2");
        assertThat(Base64.getEncoder().encodeToString(mechanism.initialResponse()))
                .isEqualTo(
                        "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNC"
                                + "QUFVRkZwVUFvN0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ==");
    }

    @Test
    void oauthbearerEscapesTheName() {
        Mechanism mechanism = new OAuthBearer("a=b,c@example.cz", new AccessToken("t0ken"));
        assertThat(new String(mechanism.initialResponse(), StandardCharsets.UTF_8))
                .isEqualTo("n,a=a=3Db=2Cc@example.cz,\1auth=Bearer t0ken\1\1");
    }

    /// The example of RFC 4616 §4.
    @Test
    void plainIsAsInItsRfc() {
        Mechanism mechanism = new Plain("tim", new Password("tanstaaftanstaaf"));
        assertThat(new String(mechanism.initialResponse(), StandardCharsets.UTF_8))
                .isEqualTo("\0tim\0tanstaaftanstaaf");
        assertThat(mechanism.serverFirst()).isFalse();
    }

    @Test
    void loginSaysWhatItIsAskedForInOrder() {
        Mechanism mechanism = new Login("printer1", new Password("open sesame"));
        assertThat(mechanism.serverFirst()).isTrue();
        assertThat(new String(mechanism.initialResponse(), StandardCharsets.UTF_8))
                .isEqualTo("printer1");
        assertThat(Challenge.of("UGFzc3dvcmQ6").answer(mechanism)).isEqualTo("b3BlbiBzZXNhbWU=");
    }

    @Test
    void passwordsDoNotShowThemselves() {
        Password password = new Password("open sesame");
        assertThat(new Plain("a", password) + "" + new Login("a", password))
                .doesNotContain("sesame");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Password("open\0sesame"))
                .withMessageNotContaining("sesame");
        assertThatIllegalArgumentException().isThrownBy(() -> new Plain("a\0b", password));
    }

    @Test
    void refusalsAreAcknowledgedAsEachMechanismWants() {
        Challenge reasons = Challenge.of("eyJzdGF0dXMiOiI0MDAifQ==");
        AccessToken token = new AccessToken("t0ken");
        assertThat(reasons).hasToString("{\"status\":\"400\"}");
        assertThat(reasons.answer(new XOAuth2("a@example.cz", token))).isEmpty();
        assertThat(reasons.answer(new OAuthBearer("a@example.cz", token))).isEqualTo("AQ==");
    }

    @Test
    void aChallengeThatIsNoBase64IsShownAsItIs() {
        assertThat(Challenge.of("what?\r")).hasToString("what??");
        assertThat(Challenge.of("wp0wO3TCnA==")).hasToString("?0;t?");
        assertThat(Challenge.of("x".repeat(5000)).toString()).hasSize(1000);
    }

    @Test
    void tokensDoNotShowThemselves() {
        assertThat(new XOAuth2("a@example.cz", new AccessToken("t0ken")).toString())
                .contains("a@example.cz")
                .doesNotContain("t0ken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\1b", "a\r\n", "é"})
    void whatIsNoTokenIsRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessToken(value))
                .withMessageNotContainingAny("a b", "é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\1auth=Bearer other"})
    void aNameCannotBringItsOwnToken(String user) {
        AccessToken token = new AccessToken("t0ken");
        assertThatIllegalArgumentException().isThrownBy(() -> new XOAuth2(user, token));
        assertThatIllegalArgumentException().isThrownBy(() -> new OAuthBearer(user, token));
    }
}
