package dev.musubi.app;

import dev.musubi.app.assurance.AssuranceCommand;
import dev.musubi.app.card.CardCommand;
import dev.musubi.app.clientkey.ClientKeyCommand;
import dev.musubi.app.conformance.Conformance;
import dev.musubi.app.demo.Demo;
import dev.musubi.app.holder.AppCommand;
import dev.musubi.app.process.Ports;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The part of the {@code musubi} command that is a program of its own; the shell script around it builds and finds. */
public final class Musubi {

    private Musubi() {}

    /**
     * {@code demo [--once] [--data DIR] [--ports free]}, {@code card …}, {@code app …}, {@code assurance …}, {@code client-key …} or
     * {@code conformance …}.
     */
    public static void main(String[] arguments) {
        // UTF-8 whatever the terminal's locale says: half of what is printed is Japanese.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out));
    }

    private static int run(List<String> arguments, PrintStream out) {
        if (arguments.equals(List.of("train"))) {
            return train();
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("card")) {
            PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
            return CardCommand.ofThisProcess(out, err).run(arguments.subList(1, arguments.size()));
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("app")) {
            PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
            return new AppCommand(System.in, out, err).run(arguments.subList(1, arguments.size()));
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("assurance")) {
            return new AssuranceCommand(InstantSource.system(), out).run(arguments.subList(1, arguments.size()));
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("client-key")) {
            return new ClientKeyCommand(InstantSource.system(), out).run(arguments.subList(1, arguments.size()));
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("conformance")) {
            return conformance(arguments.subList(1, arguments.size()), out);
        }
        if (arguments.isEmpty() || !arguments.getFirst().equals("demo")) {
            out.println("musubi: there is no command " + String.join(" ", arguments) + "; see ./musubi help");
            return 2;
        }
        Path data = Path.of(".musubi", "demo");
        boolean once = false;
        Ports ports = Ports.usual();
        List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--once" -> once = true;
                case "--data" -> data = Path.of(argument(option, rest));
                case "--ports" -> {
                    if (!argument(option, rest).equals("free")) {
                        throw new IllegalArgumentException("--ports takes one word: free");
                    }
                    ports = Ports.free();
                }
                default -> {
                    out.println("musubi demo: there is no option " + option + "; see ./musubi help");
                    return 2;
                }
            }
        }
        return new Demo(data.toAbsolutePath(), ports, once, out).run();
    }

    private static int conformance(List<String> arguments, PrintStream out) {
        Conformance conformance;
        try {
            conformance = Conformance.of(arguments, out);
        } catch (IllegalArgumentException notUnderstood) {
            out.println(notUnderstood.getMessage());
            return 2;
        }
        return conformance.run();
    }

    /** Plays the story once out of sight, with the parts being watched for their AOT caches. */
    private static int train() {
        System.setProperty("musubi.training", "true");
        try {
            Path data = Files.createTempDirectory("musubi-training");
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                return new Demo(
                                data.resolve("demo"),
                                Ports.free(),
                                true,
                                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                        .run();
            } finally {
                try (Stream<Path> files = Files.walk(data)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            }
        } catch (IOException e) {
            return 1;
        }
    }

    private static String argument(String option, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value; see ./musubi help");
        }
        return rest.removeFirst();
    }
}
