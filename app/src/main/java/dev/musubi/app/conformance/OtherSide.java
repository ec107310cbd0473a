package dev.musubi.app.conformance;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays the other side where a test of the suite's waits for somebody: looks once a second which tests run, and has those of
 * the plans that need it played, one at a time, as the suite runs them.
 */
final class OtherSide implements Runnable {

    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final SuiteTests tests;
    private final Map<String, Role> roles;
    private final PrintStream out;
    private final Set<String> seen = new HashSet<>();
    private boolean looked;
    private @Nullable String trouble;

    /** Whoever a test waits for. */
    interface Role {
        /** Does what the test waits for, in the time that it waits. */
        void play(SuiteTests.Running test) throws Exception;
    }

    /**
     * For a suite.
     *
     * @param roles by the alias of the plan
     */
    OtherSide(SuiteTests tests, Map<String, Role> roles, PrintStream out) {
        this.tests = tests;
        this.roles = roles;
        this.out = out;
    }

    /** Goes on until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once, and plays what began since it looked last. */
    void look() throws InterruptedException {
        try {
            List<String> ids = tests.ids();
            trouble = null;
            for (String id : ids) {
                // What was there before this began is nothing that waits for it.
                if (!looked) {
                    seen.add(id);
                } else if (!seen.contains(id)) {
                    play(id);
                }
            }
            looked = true;
        } catch (RuntimeException e) {
            sayOnce("the suite's API: " + e.getMessage());
        }
    }

    private void play(String id) throws InterruptedException {
        Optional<SuiteTests.Running> test = tests.find(id);
        if (test.isEmpty()) {
            // It has said nothing yet.
            return;
        }
        seen.add(id);
        Role role = roles.get(test.get().alias());
        if (role == null) {
            return;
        }
        try {
            role.play(test.get());
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Exception e) {
            out.println("musubi: " + test.get().name() + " " + id + ": " + e.getMessage());
        }
    }

    private void sayOnce(String what) {
        if (!what.equals(trouble)) {
            trouble = what;
            out.println("musubi: " + what);
        }
    }
}
