package dev.musubi.app.card;

import java.util.Optional;

/** Whoever sits before the command. */
interface Terminal {

    /** Prints a line. */
    void say(String line);

    /** Asks for a line; empty at the end of the input. */
    Optional<String> ask(String prompt);

    /** Asks for a line that is not shown where it is typed; empty at the end of the input. The caller wipes it. */
    Optional<char[]> askSecretly(String prompt);
}
