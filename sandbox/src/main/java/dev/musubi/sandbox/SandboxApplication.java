package dev.musubi.sandbox;

import dev.musubi.sandbox.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * J-LIS in a box. Besides Spring's own properties it takes {@code --residents N} and {@code --seed S}; everything else
 * is in {@link SandboxProperties}.
 *
 * <p>The parts of Spring Boot it uses are named one by one: it has to be ready in a second or two.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
@Import(SandboxConfiguration.class)
public class SandboxApplication {

    /** Starts the sandbox; with one line instead of a stack trace if its data folder cannot be used. */
    public static void main(String[] arguments) {
        try {
            SpringApplication.run(SandboxApplication.class, properties(arguments));
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof JournalException) {
                    System.err.println("The sandbox cannot start: " + cause.getMessage());
                    System.exit(1);
                }
            }
            throw e;
        }
    }

    /** The short options as the properties they stand for: {@code --residents 10} or {@code --residents=10}. */
    static String[] properties(String... arguments) {
        List<String> properties = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean isShort = argument.matches("--(residents|seed)(=.*)?");
            if (!isShort) {
                properties.add(argument);
            } else if (argument.indexOf('=') < 0 && i + 1 < arguments.length) {
                properties.add("--musubi.sandbox." + argument.substring(2) + '=' + arguments[++i]);
            } else {
                properties.add("--musubi.sandbox." + argument.substring(2));
            }
        }
        return properties.toArray(String[]::new);
    }
}
