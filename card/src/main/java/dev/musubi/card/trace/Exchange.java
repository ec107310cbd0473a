package dev.musubi.card.trace;

/**
 * A command and its answer, or a change of power, fit to be shown: no PIN, no certificate, no personal data.
 *
 * @param number counts from 1
 * @param name what the command is, in words
 * @param command its bytes in hexadecimal, with data only where it is the name of an application or a file; empty for a change
 *     of power
 * @param answer the status in hexadecimal and in words, and how many bytes came before it; empty for a change of power
 */
public record Exchange(long number, String name, String command, String answer) {

    /** One line for a log. */
    public String line() {
        return String.format("%6d  %-52s  %-48s  %s", number, name, command, answer)
                .stripTrailing();
    }
}
