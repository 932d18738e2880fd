package dev.postern.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.advice.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No name of the settings becomes a command.
class InjectionTest {

    @TempDir private Path folder;

    @Test
    void powershellTakesNamesForNames() throws IOException {
        Map<String, String> files = Scene.files(folder, Scene.HOSTILE);
        PowerShellText text = PowerShellText.of(files.get("szr-2-exchange.ps1"));
        assertThat(text.literals()).contains("o'brien@example.cz", "a`touch&b@example.cz");
        assertThat(text.code()).doesNotContain("brien", "touch");
    }

    @Test
    void allOfPowershellIsClosedAgain() throws IOException {
        PowerShellText text =
                PowerShellText.of(Scene.files(folder, Scene.ALL).get("szr-2-exchange.ps1"));
        assertThat(text.literals()).contains("razr@example.cz", "hve@example.cz");
    }

    @Property
    void aLiteralOfPowershellIsReadBackAsItWas(@ForAll String value) {
        String literal = Shell.POWERSHELL.literal(value);
        PowerShellText text = PowerShellText.of(literal);
        assertThat(text.code()).isEmpty();
        assertThat(text.literals()).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Confirm", "@file", "a b", "", "$x", "'", "a;b", "{x}", "~", "a*"})
    void whatAShellWouldLookAtIsQuoted(String value) {
        assertThat(Shell.POWERSHELL.quote(value)).startsWith("'").endsWith("'");
        assertThat(Shell.BASH.quote(value)).startsWith("'").endsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"razr@example.cz", "11111111-1111-1111-1111-111111111111", "a_b+c"})
    void whatIsPlainStaysPlain(String value) {
        assertThat(Shell.POWERSHELL.quote(value)).isEqualTo(value);
        assertThat(Shell.BASH.quote(value)).isEqualTo(value);
    }

    @Test
    void aLineThatEndsCannotBeQuoted() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shell.BASH.quote("a\nb"));
    }
}
