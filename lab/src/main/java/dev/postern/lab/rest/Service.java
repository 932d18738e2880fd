package dev.postern.lab.rest;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.time.Duration;

/// A REST service as it is when all goes well. Any thread may call.
public interface Service {

    /// What a request asks for, in one word, by which a fault can be meant for it.
    String operation(Request request);

    /// Does what was asked.
    Answer.Response answer(Request request) throws RefusedException;

    /// The service's form of an error.
    Answer.Response refused(Request request, RefusedException refusal);

    /// What it says to a client that asks too much.
    RefusedException throttled(Duration retryAfter);
}
