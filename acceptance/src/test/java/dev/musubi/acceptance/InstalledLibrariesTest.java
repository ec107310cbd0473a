package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else's project on Spring Boot 3.5 and Java 17, which names the libraries as the guide says and finds them in
 * Maven's local repository. They are laid out there as {@code ./musubi install} does it, beside links to everything else
 * that is in the one of the build; nothing is fetched, and the build's own stays as it is.
 */
class InstalledLibrariesTest {

    private static final Path HOUSE = Path.of("..");
    private static final String VERSION = "0.2.0";
    private static final String BOOT = "3.5.16";

    /** Folders of what is installed, by artifact. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "musubi-jpki", "jpki",
            "musubi-card", "card",
            "musubi-assurance", "assurance",
            "musubi-relying-party", "relying-party/core",
            "musubi-relying-party-spring", "relying-party/spring");

    @TempDir
    Path folder;

    private static String block(String language, String beginning) throws IOException {
        String guide = Files.readString(HOUSE.resolve("docs/how-to/accept-private-ids.md"));
        String start = "```" + language + "\n" + beginning;
        assertThat(guide).contains(start);
        String block = guide.substring(guide.indexOf(start) + 4 + language.length());
        return block.substring(0, block.indexOf("```"));
    }

    /** A repository in which everything of the build's is linked to, but for what is installed. */
    private Path repository() throws IOException {
        Path build = Path.of(System.getProperty(
                "maven.repo.local",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
        Path repository = Files.createDirectories(folder.resolve("repository"));
        link(build, repository, "dev");
        link(build.resolve("dev"), Files.createDirectories(repository.resolve("dev")), "musubi");
        Path installed = Files.createDirectories(repository.resolve("dev/musubi"));
        install(installed, "musubi", "pom", HOUSE.resolve("pom.xml"));
        install(installed, "musubi-bom", "pom", HOUSE.resolve("bom/pom.xml"));
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            Path module = HOUSE.resolve(library.getValue());
            install(installed, library.getKey(), "pom", module.resolve("pom.xml"));
            install(installed, library.getKey(), "jar", jar(library.getKey()));
        }
        return repository;
    }

    private static Path jar(String artifact) {
        return HOUSE.resolve(Objects.requireNonNull(LIBRARIES.get(artifact)))
                .resolve("target/" + artifact + "-" + VERSION + ".jar");
    }

    private static void link(Path from, Path to, String but) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.toList()) {
                if (!each.getFileName().toString().equals(but)) {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                }
            }
        }
    }

    private static void install(Path into, String artifact, String type, Path file) throws IOException {
        Path place = Files.createDirectories(into.resolve(artifact).resolve(VERSION));
        Files.copy(file, place.resolve(artifact + "-" + VERSION + "." + type));
    }

    @Test
    void whenAProjectOnSpringBoot3NamesTheLibrariesAsTheGuideSaysThenItCompiles() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        String named =
                block("xml", "<dependencyManagement>").replace("<artifactId>musubi-relying-party</artifactId>", """
                        <artifactId>musubi-relying-party-spring</artifactId>
                          </dependency>
                          <dependency>
                            <groupId>org.springframework.boot</groupId>
                            <artifactId>spring-boot-starter-web</artifactId>""");
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>org.springframework.boot</groupId>
                    <artifactId>spring-boot-starter-parent</artifactId>
                    <version>%s</version>
                    <relativePath/>
                  </parent>
                  <groupId>example</groupId>
                  <artifactId>bank</artifactId>
                  <version>1</version>
                  <properties>
                    <java.version>17</java.version>
                  </properties>
                  %s
                </project>
                """.formatted(BOOT, named));
        Path source = Files.createDirectories(project.resolve("src/main/java/bank"));
        Files.writeString(source.resolve("Account.java"), """
                package bank;
                import dev.musubi.relyingparty.*;
                import dev.musubi.relyingparty.decision.Decision;
                import dev.musubi.relyingparty.spring.RequireStanding;
                import org.springframework.web.bind.annotation.*;
                """ + block("java", "@RestController"));
        ProcessBuilder maven = new ProcessBuilder(
                        "mvn",
                        "--offline",
                        "--quiet",
                        "--batch-mode",
                        "-Dmaven.repo.local=" + repository().toRealPath(),
                        "compile")
                .directory(project.toFile())
                .redirectErrorStream(true);
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        maven.environment().remove("MAVEN_OPTS");
        Process process = maven.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(project.resolve("target/classes/bank/Account.class")).exists();
    }

    /** Spring Boot lays such a file into each jar that is built under its parent, and takes the first for the application's own. */
    @Test
    void whenALibraryIsInstalledThenItBringsNoBillOfMaterialsOfAnApplication() throws IOException {
        for (String artifact : LIBRARIES.keySet()) {
            try (ZipFile jar = new ZipFile(jar(artifact).toFile())) {
                assertThat(jar.stream().map(each -> each.getName()).toList())
                        .as("%s; one from before they stopped having it goes with mvn clean", artifact)
                        .noneMatch(name -> name.contains("sbom"));
            }
        }
    }

    /** What is said of who made it and where it is kept is not what the parent says of Spring Boot. */
    @Test
    void whenALibraryIsInstalledThenItsPomDoesNotPassForSpringBoots() throws IOException {
        String pom = Files.readString(HOUSE.resolve("pom.xml"));
        assertThat(List.of("<url/>", "<developers>", "<scm>"))
                .allSatisfy(each -> assertThat(pom).contains(each));
    }
}
