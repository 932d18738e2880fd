package dev.postern.cli;

import dev.postern.control.AccountEntry;
import dev.postern.control.AccountOrder;
import dev.postern.control.AccountsView;
import dev.postern.control.AccountsView.Issued;
import dev.postern.control.Operations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "account",
        description =
                "Local accounts, with which devices and programs sign in. Works beside the running service, which knows of a change within a second.",
        synopsisSubcommandLabel = "add|list|change|password|disable|enable|remove")
final class AccountCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    static CommandLine withVerbs(Operations operations, Terminal terminal) {
        return new CommandLine(new AccountCommand())
                .addSubcommand(new AddVerb(operations, terminal))
                .addSubcommand(new ListVerb(operations, terminal))
                .addSubcommand(new AccountChangeVerb(operations, terminal))
                .addSubcommand(new PasswordVerb(operations, terminal))
                .addSubcommand(new DisableVerb(operations, terminal))
                .addSubcommand(new EnableVerb(operations, terminal))
                .addSubcommand(new RemoveVerb(operations, terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say add, list, change, password, disable, enable or remove.");
    }

    /// What a verb about one account has in common with the others.
    static final class About {

        @Mixin private SettingsOption settings = new SettingsOption();

        @Parameters(paramLabel = "NAME", description = "The account's name; case does not count.")
        private String name = "";

        String name() {
            return name;
        }

        AccountsView accounts(Operations operations) throws IOException {
            return operations.accounts(settings.file(operations));
        }
    }

    /// Where a new password comes from, and how it is shown.
    private static final class Secrets {

        @Option(
                names = "--password-stdin",
                description =
                        "Take the password from the first line of standard input, instead of making one.")
        private boolean given;

        @Option(names = "--json", description = "Print what was made as JSON.")
        private boolean json;

        Optional<String> password(Terminal terminal) throws IOException {
            return given ? Optional.of(terminal.line()) : Optional.empty();
        }

        void show(Issued issued, Terminal terminal) {
            if (json) {
                terminal.json(issued);
                return;
            }
            issued.password()
                    .ifPresent(password -> {
                        terminal.say("Its password, shown only now:");
                        terminal.print(password);
                    });
            issued.accessKey()
                    .ifPresent(key -> {
                        terminal.say("Its access key, shown only now:");
                        terminal.print(key);
                    });
        }
    }

    @Command(name = "add", description = "Adds an account, and prints the password made for it.")
    static final class AddVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private About about = new About();
        @Mixin private Secrets secrets = new Secrets();

        @Option(
                names = "--senders",
                paramLabel = "PATTERN",
                split = ",",
                description =
                        "As whom it may send: addresses, *@DOMAIN, or * for anybody (default: nobody).")
        private List<String> senders = List.of();

        @Option(
                names = "--from",
                paramLabel = "HOW",
                description =
                        "Another sender is refused (keep), replaced (repair), or everyone is replaced (force) (default: keep).")
        private AccountOrder.From from = AccountOrder.From.KEEP;

        @Option(
                names = "--instead",
                paramLabel = "ADDRESS",
                description =
                        "The address that replaces a sender (default: the first address of --senders).")
        private @Nullable String instead;

        @Option(
                names = "--mailboxes",
                paramLabel = "ADDRESS",
                split = ",",
                description = "The mailboxes that it may open (default: none).")
        private List<String> mailboxes = List.of();

        @Option(
                names = "--networks",
                paramLabel = "CIDR",
                split = ",",
                description = "From where it may be used (default: everywhere).")
        private List<String> networks = List.of();

        @Option(
                names = "--rate",
                paramLabel = "N",
                description = "At most N messages a minute (default: no limit).")
        private @Nullable Integer rate;

        @Option(names = "--access-key", description = "Make a key for the HTTP API, too.")
        private boolean accessKey;

        AddVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            AccountOrder order =
                    new AccountOrder(
                            about.name,
                            senders,
                            from,
                            Optional.ofNullable(instead),
                            mailboxes,
                            networks,
                            Optional.ofNullable(rate),
                            accessKey);
            Issued issued = about.accounts(operations).add(order, secrets.password(terminal));
            terminal.say("Added account " + about.name + ".");
            if (senders.isEmpty() && instead == null) {
                terminal.say("It may not send as anybody: no --senders were named.");
            }
            secrets.show(issued, terminal);
            return PosternCommand.OK;
        }
    }

    @Command(name = "list", description = "Lists the accounts.")
    static final class ListVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private SettingsOption settings = new SettingsOption();

        @Option(names = "--json", description = "Print an array, one object an account.")
        private boolean json;

        ListVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            List<AccountEntry> accounts = operations.accounts(settings.file(operations)).list();
            if (json) {
                terminal.json(accounts);
            } else {
                accounts.forEach(account -> terminal.print(line(account)));
                terminal.say(accounts.size() == 1 ? "1 account" : accounts.size() + " accounts");
            }
            return PosternCommand.OK;
        }

        private static String line(AccountEntry account) {
            StringBuilder line = new StringBuilder("%-20s".formatted(account.name()));
            line.append(account.enabled() ? "" : "  DISABLED");
            line.append("  sends as ")
                    .append(account.senders().isEmpty() ? "nobody" : list(account.senders()));
            if (!account.from().equals("keep")) {
                line.append(" (").append(account.from());
                account.instead().ifPresent(address -> line.append(' ').append(address));
                line.append(')');
            }
            if (!account.mailboxes().isEmpty()) {
                line.append("  opens ").append(list(account.mailboxes()));
            }
            if (!account.networks().isEmpty()) {
                line.append("  from ").append(list(account.networks()));
            }
            account.messagesPerMinute()
                    .ifPresent(rate -> line.append("  at most ").append(rate).append(" a minute"));
            line.append("  last used ")
                    .append(account.lastUsed().map(Object::toString).orElse("never"));
            return line.toString();
        }

        private static String list(List<String> words) {
            return String.join(", ", words);
        }
    }

    @Command(
            name = "password",
            description = "Gives an account another password, or another access key.")
    static final class PasswordVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private About about = new About();
        @Mixin private Secrets secrets = new Secrets();

        @Option(
                names = "--add",
                description =
                        "Keep the passwords that it has; otherwise the new one replaces them.")
        private boolean add;

        @Option(
                names = "--access-key",
                description = "Make a new key for the HTTP API instead; the old one is void.")
        private boolean accessKey;

        PasswordVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            AccountsView accounts = about.accounts(operations);
            Issued issued =
                    accessKey
                            ? accounts.accessKey(about.name)
                            : accounts.password(about.name, secrets.password(terminal), add);
            terminal.say("Changed account " + about.name + ".");
            secrets.show(issued, terminal);
            return PosternCommand.OK;
        }
    }

    @Command(name = "disable", description = "Lets an account in no more. It keeps its password.")
    static final class DisableVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private About about = new About();

        DisableVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            about.accounts(operations).enable(about.name, false);
            terminal.say("Disabled account " + about.name + ".");
            return PosternCommand.OK;
        }
    }

    @Command(name = "enable", description = "Lets a disabled account in again.")
    static final class EnableVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private About about = new About();

        EnableVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            about.accounts(operations).enable(about.name, true);
            terminal.say("Enabled account " + about.name + ".");
            return PosternCommand.OK;
        }
    }

    @Command(
            name = "remove",
            description = "Removes an account for good, and what is known of its devices.")
    static final class RemoveVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private About about = new About();

        RemoveVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            about.accounts(operations).remove(about.name);
            terminal.say("Removed account " + about.name + ".");
            return PosternCommand.OK;
        }
    }
}
