package dev.musubi.app.card;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A person at a console, or another program at the standard input. */
final class Terminals {

    private static final int LONGEST_LINE = 256;

    private Terminals() {}

    /** The console where the input is one; else lines of the standard input. */
    static Terminal ofThisProcess(PrintStream out) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> atConsole(console, out))
                .orElseGet(() -> lines(System.in, out));
    }

    private static Terminal atConsole(Console console, PrintStream out) {
        return new Terminal() {
            @Override
            public void say(String line) {
                out.println(line);
            }

            @Override
            public Optional<String> ask(String prompt) {
                out.print(prompt);
                out.flush();
                return Optional.ofNullable(console.readLine());
            }

            @Override
            public Optional<char[]> askSecretly(String prompt) {
                // The console stops showing what is typed before it asks.
                return Optional.ofNullable(console.readPassword("%s", prompt));
            }
        };
    }

    /** Each answer is a line of UTF-8, at most 256 bytes long. */
    static Terminal lines(InputStream in, PrintStream out) {
        return new Terminal() {
            @Override
            public void say(String line) {
                out.println(line);
            }

            @Override
            public Optional<String> ask(String prompt) {
                out.println(prompt);
                return line(in).map(String::new);
            }

            @Override
            public Optional<char[]> askSecretly(String prompt) {
                out.println(prompt);
                return line(in);
            }
        };
    }

    private static Optional<char[]> line(InputStream in) {
        byte[] bytes = new byte[LONGEST_LINE];
        int length = 0;
        try {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                if (length == LONGEST_LINE) {
                    throw CardTrouble.of("入力が長すぎます。", "An input line is too long.", "input_too_long");
                }
                bytes[length++] = (byte) next;
            }
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
            var characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
            char[] line = new char[characters.remaining()];
            characters.get(line);
            Arrays.fill(characters.array(), '\0');
            return Optional.of(line);
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
