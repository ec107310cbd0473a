package dev.musubi.app.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the built parts lie: {@code issuer/issuer.jar} and {@code sandbox/sandbox.jar} with their libraries beside them,
 * and an AOT cache where one was made for this very JDK.
 *
 * @param folder the folder
 */
public record Installation(Path folder) {

    /** The one named by the property {@code musubi.installation}, which the {@code musubi} command sets. */
    public static Installation ofThisProcess() {
        String folder = System.getProperty("musubi.installation");
        if (folder == null) {
            throw new IllegalStateException("start this with ./musubi, which knows where the built parts are");
        }
        return new Installation(Path.of(folder).toAbsolutePath());
    }

    /** True while the parts are watched to make their AOT caches (JEP 514): what they load then, they load faster later. */
    static boolean training() {
        return Boolean.getBoolean("musubi.training");
    }

    /** The command line that starts a part, up to its own arguments. */
    List<String> command(String part) {
        Path home = folder.resolve(part);
        Path jar = home.resolve(part + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("not built: " + jar);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                // Quick to start rather than quick in the long run: here a part lives for minutes.
                "-XX:TieredStopAtLevel=" + System.getProperty("musubi.compiler", "1"),
                // A cache that does not fit this JDK is passed over in silence.
                "-Xlog:disable",
                "-Xlog:all=off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        Path cache = home.resolve(part + ".aot");
        if (training()) {
            command.add("-XX:AOTCacheOutput=" + cache);
        } else if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        // The beans as they were worked out by the build.
        command.addAll(List.of("-Dspring.aot.enabled=true", "-jar", jar.toString()));
        return command;
    }
}
