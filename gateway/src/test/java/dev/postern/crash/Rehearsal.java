package dev.postern.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One orderly life before the crashes, from which the Java runtime learns what to load: each later
/// one begins in about half of the time.
final class Rehearsal {

    private Rehearsal() {}

    static ProgramFiles of(Scene scene) throws IOException, InterruptedException {
        Path place = Files.createDirectories(scene.folder.resolve("rehearsal"));
        Path shared = place.resolve("classes.jsa");
        ProgramFiles packed = ProgramFiles.packed(place);
        Path settings = scene.folder.resolve("rehearsal.yaml");
        Files.createDirectories(place.resolve("data"));
        Files.createDirectories(place.resolve("inbox"));
        Files.writeString(
                settings,
                scene.yaml()
                        .replace("data: data", "data: rehearsal/data")
                        .replace("folder: inbox", "folder: rehearsal/inbox"));
        PosternProcess.Setting setting = PosternProcess.Setting.in(place);
        try (PosternProcess life =
                PosternProcess.start(
                        setting.of(packed.rehearsing(shared)), "run", "-c", settings.toString())) {
            if (!life.says("started")) {
                throw new AssertionError("it ended by itself:\n" + life.err());
            }
            life.signal("TERM");
            PosternProcess.Result result = life.await();
            if (result.code() != 0 || !Files.exists(shared)) {
                throw new AssertionError("the rehearsal failed:\n" + result.err());
            }
        }
        return packed.rehearsed(shared);
    }
}
