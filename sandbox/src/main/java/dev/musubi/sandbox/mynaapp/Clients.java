package dev.musubi.sandbox.mynaapp;

import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import dev.musubi.sandbox.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The services registered with the played server, in the journal. */
public final class Clients {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST = 1000;
    private static final long LARGEST_FILE = 1 << 20;

    private final Journal journal;
    private final Map<String, Client> byId = new ConcurrentSkipListMap<>();

    /** None at first. */
    public Clients(Journal journal) {
        this.journal = journal;
        journal.subscribe(entry -> {
            if (entry instanceof Entry.AppClientSet(String id, String form)) {
                if (form.isEmpty()) {
                    byId.remove(id);
                } else {
                    byId.put(id, Client.of(id, JSON.readValue(form, Client.Form.class)));
                }
            }
        });
    }

    /**
     * Registers those of a file: a JSON object of client ids and what the control interface takes for each. What is registered so
     * already is not written again.
     */
    public void load(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException("the file of the app's clients is too large");
            }
            Map<String, Client.Form> forms =
                    JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, Client.Form>>() {});
            forms.forEach(this::put);
        } catch (IOException e) {
            throw new UncheckedIOException("the file of the app's clients cannot be read", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the file of the app's clients is not the JSON it should be", e);
        }
    }

    Optional<Client> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<Client> all() {
        return List.copyOf(byId.values());
    }

    /** Registers one, or replaces it. */
    Client put(String id, Client.Form form) {
        Client client = Client.of(id, form);
        if (byId.size() >= MOST && !byId.containsKey(id)) {
            throw new Problem(409, "TOO_MANY_CLIENTS", "There are 1,000 clients already.");
        }
        Client known = byId.get(id);
        String text = JSON.writeValueAsString(client.form());
        if (known == null || !JSON.writeValueAsString(known.form()).equals(text)) {
            journal.append(new Entry.AppClientSet(id, text));
        }
        return client;
    }

    /** Forgets one; whether there was one. */
    boolean remove(String id) {
        if (!byId.containsKey(id)) {
            return false;
        }
        journal.append(new Entry.AppClientSet(id, ""));
        return true;
    }
}
