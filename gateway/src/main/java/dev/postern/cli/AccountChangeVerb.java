package dev.postern.cli;

import dev.postern.cli.AccountCommand.About;
import dev.postern.control.AccountChange;
import dev.postern.control.AccountOrder;
import dev.postern.control.Operations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `postern account change`: what is not named stays.
@Command(
        name = "change",
        description =
                "Changes what an account may do. What is not named stays; an empty list ('') takes away.")
final class AccountChangeVerb implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private About about = new About();

    @Option(
            names = "--senders",
            paramLabel = "PATTERN",
            split = ",",
            description = "As whom it may send: addresses, *@DOMAIN, or * for anybody.")
    private @Nullable List<String> senders;

    @Option(
            names = "--from",
            paramLabel = "HOW",
            description =
                    "Another sender is refused (keep), replaced (repair), or everyone is replaced (force).")
    private AccountOrder.@Nullable From from;

    @Option(
            names = "--instead",
            paramLabel = "ADDRESS",
            description = "The address that replaces a sender.")
    private @Nullable String instead;

    @Option(
            names = "--mailboxes",
            paramLabel = "ADDRESS",
            split = ",",
            description = "The mailboxes that it may open.")
    private @Nullable List<String> mailboxes;

    @Option(
            names = "--networks",
            paramLabel = "CIDR",
            split = ",",
            description = "From where it may be used; '' for everywhere.")
    private @Nullable List<String> networks;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "At most N messages a minute; 0 for no limit.")
    private @Nullable Integer rate;

    AccountChangeVerb(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        AccountChange change =
                new AccountChange(
                        about.name(),
                        listed(senders),
                        Optional.ofNullable(from),
                        Optional.ofNullable(instead),
                        listed(mailboxes),
                        listed(networks),
                        Optional.ofNullable(rate));
        if (spec.commandLine().getParseResult().matchedOptions().stream()
                .allMatch(option -> option.longestName().equals("--config"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say what is to change: --senders, --from, --instead, --mailboxes, --networks or --rate.");
        }
        about.accounts(operations).change(change);
        terminal.say("Changed account " + about.name() + ".");
        return PosternCommand.OK;
    }

    private static Optional<List<String>> listed(@Nullable List<String> words) {
        return Optional.ofNullable(words)
                .map(given -> given.stream().filter(word -> !word.isBlank()).toList());
    }
}
