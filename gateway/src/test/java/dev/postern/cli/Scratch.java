package dev.postern.cli;
public final class Scratch {
    public static void print(dev.postern.control.CheckReport report) {
        new CheckPage(System.out::println, Look.PLAIN, true).print(report);
    }
}
