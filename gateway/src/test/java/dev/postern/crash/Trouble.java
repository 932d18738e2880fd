package dev.postern.crash;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/// Something that may go wrong around Postern during one of its lives.
@FunctionalInterface
interface Trouble {

    /// Lets it go wrong from now on, or from a moment soon.
    ///
    /// @param random decides when and how badly
    Plight strike(RandomGenerator random) throws Exception;

    /// A trouble that goes on until it is closed, which is when the life is over.
    interface Plight extends AutoCloseable {

        /// All is well.
        Plight NONE =
                new Plight() {
                    @Override
                    public String words() {
                        return "";
                    }

                    @Override
                    public void close() {}
                };

        /// For the person who reads along.
        String words();

        /// What the Java runtime of this life is to be told.
        default List<String> options() {
            return List.of();
        }

        /// How long a life under it lasts at most after its start.
        default int lifeMillis() {
            return 900;
        }

        /// Starts a life under it.
        default PosternProcess start(Stage stage, List<String> options) throws Exception {
            return stage.start(options);
        }

        /// Whether a life is right to end by itself under it, with these last words.
        default boolean excuses(PosternProcess.Result end) {
            return false;
        }

        @Override
        void close() throws IOException;
    }
}
