package dev.postern.app;

import dev.postern.cli.PosternCommand;

/// The program.
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        LogSetup.apply(false, "info");
        System.exit(PosternCommand.execute(new GatewayOperations(), arguments));
    }
}
