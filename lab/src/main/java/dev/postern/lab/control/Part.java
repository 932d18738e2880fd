package dev.postern.lab.control;

import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;

/// Something the control endpoint has under a name.
public interface Part {

    /// Answers a request for this or for something in it.
    ///
    /// @param rest the path after the part's name
    /// @throws WorldException if what was sent makes no sense
    /// @throws IllegalArgumentException likewise
    Answer.Response answer(Request request, List<String> rest) throws WorldException;
}
