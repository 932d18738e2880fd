package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void textIsOneLineWithoutControlCharacters() {
        assertThat(Words.clean(" a\r\n\tb\u0000\u001b[2J\u200e\u2028c\u0085 "))
                .isEqualTo("a b [2J c");
    }

    @Test
    void longTextIsCutButNotInTheMiddleOfACharacter() {
        assertThat(Words.clean("x".repeat(1_000))).hasSize(500);
        assertThat(Words.clean("x".repeat(499) + "\ud83d\ude00")).isEqualTo("x".repeat(499));
    }

    @Test
    void failureIsItsKindAndItsMessage() {
        assertThat(Words.of(new IOException("disk\nfull"))).isEqualTo("IOException: disk full");
        assertThat(Words.of(new QueueUnavailableException("a whole sentence of ours")))
                .isEqualTo("a whole sentence of ours");
        assertThat(Words.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
