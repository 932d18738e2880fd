package dev.postern.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A scene with the commands that a person would type there. Used by one thread.
final class Household implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_EVERY_MILLIS = 20;

    final Scene scene;
    final PosternProcess.Setting setting;
    final Letters letters;

    Household(Path folder) throws IOException {
        this.scene = new Scene(folder);
        this.setting = PosternProcess.Setting.in(folder);
        this.letters = new Letters(scene.lab.mail().store(), new java.util.Random(1));
    }

    /// Runs a command with these settings.
    PosternProcess.Result postern(String... arguments) throws IOException, InterruptedException {
        return PosternProcess.run(setting, withSettings(arguments));
    }

    /// Starts the service, and returns when it runs.
    PosternProcess service(String... options) throws IOException, InterruptedException {
        PosternProcess service = PosternProcess.start(setting.with(options), withSettings("run"));
        if (!service.says("started: ")) {
            throw new AssertionError("it ended by itself:\n" + service.err());
        }
        return service;
    }

    private String[] withSettings(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-c";
        all[arguments.length + 1] = scene.settings.toString();
        return all;
    }

    /// Writes the settings with a change.
    void change(String from, String to) throws IOException {
        String before = Files.readString(scene.settings);
        if (!before.contains(from)) {
            throw new IllegalArgumentException("the settings have no " + from);
        }
        Files.writeString(scene.settings, before.replace(from, to));
    }

    /// A question whose answer may take a while to become yes.
    @FunctionalInterface
    interface Question {
        boolean answer() throws IOException, InterruptedException;
    }

    static void await(String what, Question question) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!question.answer()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to this: " + what);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    int inInbox() throws IOException {
        return scene.files(".eml").size();
    }

    @Override
    public void close() {
        scene.close();
    }
}
