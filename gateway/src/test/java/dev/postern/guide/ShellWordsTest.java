package dev.postern.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void callsAreFoundWhereverTheyStand() {
        assertThat(
                        ShellWords.calls(
                                """
                                ./postern status || true          # how it does
                                sudo -u postern postern check --send-test 'a b@example.com'
                                journalctl -u postern -n 200 | postern explain
                                postern send -t < message.eml
                                postern audit \\
                                  signins.json
                                curl http://postern.example.cz
                                """))
                .containsExactly(
                        List.of("status"),
                        List.of("check", "--send-test", "a b@example.com"),
                        List.of("explain"),
                        List.of("send", "-t"),
                        List.of("audit", "signins.json"));
    }

    @Test
    void blocksOfBothKindsAreRead() {
        Page page =
                Page.of(
                        "x.md",
                        """
                        # One

                            postern check
                            postern status

                        Say `postern run`.

                        1. In a list:

                               postern config check

                        ```bash
                        ./postern lab
                        ```
                        """);

        assertThat(page.blocks())
                .extracting(Page.Block::text)
                .containsExactlyInAnyOrder(
                        "postern check\npostern status", "postern config check", "./postern lab");
        assertThat(page.spans()).containsExactly("postern run");
    }
}
