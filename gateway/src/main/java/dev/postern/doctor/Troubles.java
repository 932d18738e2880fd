package dev.postern.doctor;

import dev.postern.advice.Finding;
import dev.postern.advice.Remedy;
import dev.postern.advice.Shell;
import dev.postern.advice.Suspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes findings about what is not Microsoft's: names, ports, certificates, files. A value.
///
/// @param code which kind of trouble it is, stable
record Troubles(String code, String meaning, List<Suspect> suspects) {

    static Troubles of(String code, String meaning) {
        return new Troubles(code, meaning, List.of());
    }

    /// With one more possible cause, less likely than those before.
    Troubles cause(String cause, Remedy... mends) {
        List<Suspect> more = new ArrayList<>(suspects);
        more.add(new Suspect(cause, List.of(), List.of(mends)));
        return new Troubles(code, meaning, more);
    }

    /// With one more possible cause, and what tells whether it is the one.
    Troubles cause(String cause, Remedy decides, List<Remedy> mends) {
        List<Suspect> more = new ArrayList<>(suspects);
        more.add(new Suspect(cause, List.of(decides), mends));
        return new Troubles(code, meaning, more);
    }

    Finding finding() {
        return new Finding(code, meaning, suspects.size() == 1, false, suspects, List.of());
    }

    Ailment ailment(String did, String said) {
        return Ailment.of(did, said, finding());
    }

    /// Something to do without a command.
    static Remedy say(String prose) {
        return new Remedy(prose, Optional.empty());
    }

    /// A command for a POSIX shell.
    static Remedy bash(String prose, String command) {
        return new Remedy(prose, Optional.of(new Remedy.Command(Shell.BASH, command)));
    }

    /// Lines for the settings, or a command of Postern.
    static Remedy postern(String prose, String command) {
        return new Remedy(prose, Optional.of(new Remedy.Command(Shell.POSTERN, command)));
    }

    /// A value as a word of a shell's command.
    static String quoted(Object value) {
        return Shell.BASH.quote(value.toString());
    }
}
