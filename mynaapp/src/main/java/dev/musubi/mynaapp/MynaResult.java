package dev.musubi.mynaapp;

/** What came of something: it, or why not. */
public sealed interface MynaResult<T> {

    /** It was done. */
    record Done<T>(T value) implements MynaResult<T> {

        @Override
        public String toString() {
            return "Done";
        }
    }

    /**
     * It was not.
     *
     * @param problem why, in our words
     * @param said the server's own error code, for an operator's log: lower-case letters, digits and underscores, or empty
     */
    record Failed<T>(MynaProblem problem, String said) implements MynaResult<T> {}
}
