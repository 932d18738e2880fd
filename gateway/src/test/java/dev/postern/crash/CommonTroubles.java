package dev.postern.crash;

import java.util.ArrayList;
import java.util.List;

/// What can go wrong on the machine that Postern runs on, whatever it does there.
final class CommonTroubles {

    private CommonTroubles() {}

    static List<Trouble> of(Stage stage) {
        List<Trouble> all = new ArrayList<>();
        all.add(new LockedDatabase(stage.data()));
        all.add(new ClockJump(stage));
        all.add(new Twins());
        stage.disk().ifPresent(disk -> all.add(new FullDisk(disk)));
        return List.copyOf(all);
    }
}
