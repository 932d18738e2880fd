package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.control.AccountChange;
import dev.postern.control.AccountOrder;
import dev.postern.control.AccountsView;
import dev.postern.control.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The accounts of a data folder, as an operator reaches them.
@Tag("slow") // hashes as dear as in life
class AccountBooksTest {

    @TempDir private Path folder;
    private AccountsView books;

    @BeforeEach
    void settings() throws Exception {
        Path settings = folder.resolve("postern.yaml");
        Files.writeString(settings, "data: " + folder + "\n");
        books = new GatewayOperations(Gateway.Environment.ofThisProcess()).accounts(settings);
    }

    private static AccountOrder order(
            List<String> senders, Optional<String> instead, List<String> networks, int rate) {
        return new AccountOrder(
                "printer1",
                senders,
                AccountOrder.From.REPAIR,
                instead,
                List.of("Razr@Example.cz"),
                networks,
                Optional.of(rate),
                true);
    }

    @Test
    void accountIsListedAsItWasOrdered() throws Exception {
        AccountsView.Issued issued =
                books.add(
                        order(
                                List.of("*@example.cz"),
                                Optional.of("a@example.cz"),
                                List.of("10.20.0.0/16"),
                                30),
                        Optional.empty());

        assertThat(issued.password()).isPresent();
        assertThat(issued.accessKey()).isPresent();
        assertThat(books.list())
                .singleElement()
                .satisfies(account -> {
                    assertThat(account.from()).isEqualTo("repair");
                    assertThat(account.instead()).contains("a@example.cz");
                    assertThat(account.mailboxes()).containsExactly("Razr@example.cz");
                    assertThat(account.networks()).containsExactly("10.20.0.0/16");
                    assertThat(account.messagesPerMinute()).contains(30);
                    assertThat(account.passwords()).isOne();
                    assertThat(account.accessKey()).isTrue();
                    assertThat(account.enabled()).isTrue();
                });
    }

    @Test
    void changeLeavesTheRestAsItWas() throws Exception {
        var _ =
                books.add(
                        order(
                                List.of("*@example.cz"),
                                Optional.of("a@example.cz"),
                                List.of("10.20.0.0/16"),
                                30),
                        Optional.empty());

        books.change(
                new AccountChange(
                        "printer1",
                        Optional.of(List.of("b@example.cz")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of()),
                        Optional.of(0)));

        assertThat(books.list())
                .singleElement()
                .satisfies(account -> {
                    assertThat(account.senders()).containsExactly("b@example.cz");
                    assertThat(account.from()).isEqualTo("repair");
                    assertThat(account.instead()).contains("a@example.cz");
                    assertThat(account.mailboxes()).containsExactly("Razr@example.cz");
                    assertThat(account.networks()).isEmpty();
                    assertThat(account.messagesPerMinute()).isEmpty();
                    assertThat(account.passwords()).isOne();
                    assertThat(account.accessKey()).isTrue();
                });
    }

    @Test
    void lookingMakesNothing() throws Exception {
        assertThat(books.list()).isEmpty();
        assertThat(books.devices()).isEmpty();
        assertThatThrownBy(() -> books.remove("printer1"))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("no account printer1");
        assertThat(folder.resolve("accounts.db")).doesNotExist();
    }

    @Test
    void mistakesAreSaidInWords() {
        assertThatThrownBy(() ->
                        books.add(
                                order(List.of("*@example.cz"), Optional.empty(), List.of(), 1),
                                Optional.empty()))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("--instead");
        assertThatThrownBy(() ->
                        books.add(
                                order(
                                        List.of("not an address"),
                                        Optional.of("a@example.cz"),
                                        List.of(),
                                        1),
                                Optional.empty()))
                .hasMessageContaining("no pattern");
        assertThatThrownBy(() ->
                        books.add(
                                order(
                                        List.of(),
                                        Optional.of("a@example.cz"),
                                        List.of("10.20.0.1/16"),
                                        1),
                                Optional.empty()))
                .hasMessageContaining("10.20.0.0/16");
        assertThatThrownBy(() ->
                        books.add(
                                order(List.of(), Optional.of("a@example.cz"), List.of(), 0),
                                Optional.empty()))
                .hasMessageContaining("at least 1");
    }
}
