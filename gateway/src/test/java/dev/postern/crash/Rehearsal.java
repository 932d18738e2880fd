package dev.postern.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One orderly life before the crashes, from which the Java runtime learns what to load: each later
/// one begins in about two thirds of the time.
final class Rehearsal {

    private Rehearsal() {}

    static ProgramFiles in(Path folder) throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve("rehearsal"));
        Path shared = folder.resolve("classes.jsa");
        ProgramFiles packed = ProgramFiles.packed(folder);
        PosternProcess.Setting setting =
                PosternProcess.Setting.in(place).of(packed.rehearsing(shared));
        try (Scene scene = new Scene(place);
                PosternProcess life =
                        PosternProcess.start(setting, "run", "-c", scene.settings.toString())) {
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
