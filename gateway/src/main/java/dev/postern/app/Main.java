package dev.postern.app;

import dev.postern.api.HttpBounds;
import dev.postern.cli.PosternCommand;
import dev.postern.control.Operations;

/// The program.
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        LogSetup.apply(false, "info");
        HttpBounds.set(System.getProperties());
        Operations operations = new GatewayOperations(Gateway.Environment.ofThisProcess());
        System.exit(PosternCommand.execute(operations, arguments));
    }
}
