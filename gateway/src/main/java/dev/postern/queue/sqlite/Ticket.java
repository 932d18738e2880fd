package dev.postern.queue.sqlite;

import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One [Operation] on its way through the [Writer], and its answer.
///
/// Two threads know it: the caller's, which waits, and the writer's. Whoever [#take]s it first
/// decides whether it is done at all, so that a caller who gives up knows that nothing happened.
final class Ticket<T extends @Nullable Object> {

    private final Operation<T> operation;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    // The writer's own, until it answers.
    private @Nullable T result;
    private @Nullable Exception failure;

    Ticket(Operation<T> operation) {
        this.operation = operation;
    }

    /// Claims the right to decide.
    ///
    /// @return whether the caller of this method may decide about the operation
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /// Does the operation. What it refuses is its caller's matter; what breaks the store is thrown.
    ///
    /// @return whether it was done
    boolean perform(Transaction transaction) throws SQLException {
        result = null;
        failure = null;
        try {
            result = operation.apply(transaction);
            return true;
        } catch (SQLException e) {
            if (Trouble.of(e).concernsStore()) {
                throw e;
            }
            failure =
                    new IOException(
                            "The queue's database refused a statement: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        return false;
    }

    /// Answers the caller; called after the commit.
    void answer() {
        if (failure == null) {
            answer.complete(resultOfItsType());
        } else {
            answer.completeExceptionally(failure);
        }
    }

    @SuppressWarnings("NullAway") // null exactly if T admits it: perform() has set it
    private T resultOfItsType() {
        return result;
    }

    void refuse(QueueUnavailableException why) {
        answer.completeExceptionally(why);
    }

    boolean answered() {
        return answer.isDone();
    }

    /// Waits for the answer, and is not interrupted in it.
    ///
    /// @return whether it came in time
    boolean await(long nanos) throws InterruptedException {
        try {
            answer.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException _) {
            return true; // take it from outcome()
        } catch (TimeoutException _) {
            return false;
        }
    }

    /// The answer, which has come.
    T outcome() throws IOException {
        return switch (answer.state()) {
            case SUCCESS -> answer.resultNow();
            case FAILED -> throw rethrown(answer.exceptionNow());
            case RUNNING, CANCELLED -> throw new IllegalStateException("no answer yet");
        };
    }

    /// With the caller's own stack trace on top, since the writer's says little.
    private static IOException rethrown(Throwable failure) {
        return switch (failure) {
            case QueueUnavailableException e -> new QueueUnavailableException(message(e), e);
            case IOException e -> new IOException(message(e), e);
            case RuntimeException e -> throw e;
            default -> new IOException(failure);
        };
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElseGet(e.getMessage(), e::toString);
    }
}
