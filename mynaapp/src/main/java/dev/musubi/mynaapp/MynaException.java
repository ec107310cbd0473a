package dev.musubi.mynaapp;

import java.io.Serial;

/** How a problem travels inside this package; callers get a {@link MynaResult}. */
final class MynaException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_CODE = 64;

    private final MynaProblem problem;
    private final String said;

    MynaException(MynaProblem problem) {
        this(problem, "");
    }

    MynaException(MynaProblem problem, String said) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.said = said.length() <= LONGEST_CODE && said.matches("[a-z0-9_]*") ? said : "";
    }

    static MynaException notUnderstood() {
        return new MynaException(MynaProblem.ANSWER_NOT_UNDERSTOOD);
    }

    /** Some work as a result. */
    static <T> MynaResult<T> result(Work<T> work) {
        try {
            return new MynaResult.Done<>(work.run());
        } catch (MynaException e) {
            return new MynaResult.Failed<>(e.problem, e.said);
        }
    }

    interface Work<T> {
        T run() throws MynaException;
    }
}
