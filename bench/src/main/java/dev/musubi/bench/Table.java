package dev.musubi.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table of figures, printed with the machine and the command they come from. */
final class Table {

    private final String title;
    private final String command;
    private final List<String[]> rows = new ArrayList<>();

    Table(String title, Class<?> main, String... columns) {
        this.title = title;
        this.command = "java -cp 'bench/target/classes:bench/target/lib/*' " + main.getName();
        rows.add(columns);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    void print(PrintStream out) {
        int[] width = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row[i].length());
            }
        }
        out.println();
        out.println(title);
        out.println("JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                + " cores, one thread used");
        out.println("Command: " + command);
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < width.length; i++) {
                String padding = " ".repeat(width[i] - row[i].length());
                line.append(' ')
                        .append(i == 0 ? row[i] + padding : padding + row[i])
                        .append(" |");
            }
            out.println(line);
        }
    }
}
