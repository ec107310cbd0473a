package dev.musubi.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells the story on a terminal: a numbered step, what was sent, what was checked, what came back, how long. */
final class Narrator {

    private final PrintStream out;
    private final boolean colour;
    private int step;

    Narrator(PrintStream out) {
        this.out = out;
        this.colour = Boolean.getBoolean("musubi.terminal") && System.getenv("NO_COLOR") == null;
    }

    void title(String text) {
        out.println();
        out.println(bold(text));
    }

    void step(String text) {
        step++;
        out.println();
        out.println(bold("%2d  %s".formatted(step, text)));
    }

    void sent(String text) {
        line("→", text);
    }

    void checked(String text) {
        line("✓", text);
    }

    void back(String text, Duration took) {
        line("←", "%s  (%s)".formatted(text, millis(took)));
    }

    void shows(String who, String text) {
        line("▣", who + ": " + text);
    }

    void note(String text) {
        line(" ", text);
    }

    void plain(String text) {
        out.println(text);
    }

    static String millis(Duration took) {
        return took.toMillis() < 10
                ? String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6)
                : took.toMillis() + " ms";
    }

    private void line(String mark, String text) {
        out.println("    " + mark + " " + text.replace("\n", "\n      "));
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
}
