package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.sandbox.clock.ClockController;
import dev.musubi.sandbox.fault.Fault;
import dev.musubi.sandbox.fault.FaultController;
import dev.musubi.sandbox.mynaapp.AppClientController;
import dev.musubi.sandbox.phone.Forgery;
import dev.musubi.sandbox.phone.PhoneController;
import dev.musubi.sandbox.reader.ReaderController;
import dev.musubi.sandbox.register.LifeEventType;
import dev.musubi.sandbox.register.ResidentController;
import dev.musubi.sandbox.repository.RepositoryController;
import dev.musubi.sandbox.verifierservice.Item;
import dev.musubi.sandbox.verifierservice.VerifierServiceController;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.yaml.snakeyaml.Yaml;

/** The descriptions of the two ports say what the code does. */
class OpenApiTest {

    private final Map<String, Object> control = read("control.yaml");
    private final Map<String, Object> services = read("verifier-services.yaml");

    @Test
    void whenAnOperationExistsThenItIsDescribedAndTheOtherWayRound() {
        assertThat(described(control))
                .isEqualTo(mapped(
                        ReadinessController.class,
                        RepositoryController.class,
                        ResidentController.class,
                        PhoneController.class,
                        ReaderController.class,
                        ClockController.class,
                        AppClientController.class,
                        FaultController.class));
        assertThat(described(services)).isEqualTo(mapped(VerifierServiceController.class));
    }

    @Test
    void whenThereAreChoicesThenTheyAreTheSame() {
        assertThat(schema(control, "LifeEventType").get("enum")).isEqualTo(names(LifeEventType.values()));
        assertThat(schema(services, "Item").get("enum")).isEqualTo(names(Item.values()));
        assertThat(at(schema(control, "Faults"), "properties", "faults", "items")
                        .get("enum"))
                .isEqualTo(names(Fault.values()));
        assertThat(at(
                                control,
                                "paths",
                                "/phones/{id}/signatures",
                                "post",
                                "requestBody",
                                "content",
                                "application/json",
                                "schema",
                                "properties",
                                "forge")
                        .get("enum"))
                .isEqualTo(names(Forgery.values()));
    }

    private static List<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static Set<String> described(Map<String, Object> api) {
        Set<String> operations = new TreeSet<>();
        at(api, "paths")
                .forEach((path, item) -> object(item)
                        .keySet()
                        .forEach(method ->
                                operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + shape(path))));
        return operations;
    }

    private static Set<String> mapped(Class<?>... controllers) {
        Set<String> operations = new TreeSet<>();
        for (Class<?> controller : controllers) {
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    operations.add(mapping.method()[0] + " " + shape(mapping.path()[0]));
                }
            }
        }
        if (operations.remove("GET /crl/{}/{}/{}")) {
            operations.add("GET /crl/{}/{}/{}.crl");
            operations.add("GET /crl/{}/{}/{}.previous.crl");
        }
        if (operations.remove("GET /authorities/{}")) {
            operations.add("GET /authorities/{}.pem");
        }
        return operations;
    }

    /** A path without the names of its parameters. */
    private static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}").replace("**", "{}");
    }

    private static Map<String, Object> schema(Map<String, Object> api, String name) {
        return at(api, "components", "schemas", name);
    }

    private static Map<String, Object> at(Map<String, Object> from, String... names) {
        Map<String, Object> here = from;
        for (String name : names) {
            here = object(Objects.requireNonNull(here.get(name), name));
        }
        return here;
    }

    @SuppressWarnings("unchecked") // YAML mappings of these documents have strings for keys.
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> read(String name) {
        try (InputStream in =
                Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/static/openapi/" + name))) {
            return new Yaml().load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
