package dev.musubi.app.card;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of a command: {@code --name value}, or {@code --name} alone. */
final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @param withValue the names that take a value
     * @param alone the names that take none
     * @throws CardTrouble if there is another, a value is missing, or one is given twice
     */
    static Options of(List<String> arguments, Set<String> withValue, Set<String> alone) {
        Map<String, String> values = new HashMap<>();
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String name = rest.removeFirst();
            String value = "";
            if (withValue.contains(name)) {
                if (rest.isEmpty()) {
                    throw CardTrouble.usage(name + " needs a value");
                }
                value = rest.removeFirst();
            } else if (!alone.contains(name)) {
                throw CardTrouble.usage("there is no option " + name);
            }
            if (values.put(name, value) != null) {
                throw CardTrouble.usage(name + " is given twice");
            }
        }
        return new Options(values);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String needed(String name) {
        return value(name).orElseThrow(() -> CardTrouble.usage(name + " is needed"));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }
}
