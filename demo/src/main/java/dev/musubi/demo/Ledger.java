package dev.musubi.demo;

import dev.musubi.relyingparty.decision.Grounds;
import dev.musubi.relyingparty.law.ProofingRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A relying party's customers, each with the records the law asks for: one file a customer. A real one would encrypt them,
 * and count the retention from the day the relation ends.
 */
final class Ledger {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final Shop shop;

    Ledger(Path folder, Shop shop) {
        this.folder = folder;
        this.shop = shop;
    }

    /**
     * A customer.
     *
     * @param number the number of the account, line or request
     * @param since since when
     * @param records what was proofed, in order, as {@link ProofingRecord#toMap} has it, with the decision each rests on
     */
    record Customer(String number, Instant since, List<Map<String, Object>> records) {

        /** The last record. */
        Map<String, Object> last() {
            return records.getLast();
        }

        @Override
        public String toString() {
            return "Customer[" + records.size() + " records]";
        }
    }

    /** Whether this person can become a customer, or can once more. */
    boolean takes(String subject) {
        return shop.takesMany() || find(subject).isEmpty();
    }

    /** The customer of this name. */
    synchronized Optional<Customer> find(String subject) {
        Path file = file(subject);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> kept = JSON.readValue(Files.readString(file), new TypeReference<>() {});
            List<Map<String, Object>> records = new ArrayList<>();
            for (Object each : (List<?>) kept.getOrDefault("records", List.of())) {
                Map<String, Object> record = new LinkedHashMap<>();
                ((Map<?, ?>) each).forEach((name, value) -> record.put((String) name, value));
                records.add(record);
            }
            return Optional.of(new Customer(
                    String.valueOf(kept.get("number")), Instant.parse(String.valueOf(kept.get("since"))), records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps a record; somebody new becomes a customer by it.
     *
     * @param grounds the decision it rests on; null for what the catalogue has no procedure for
     * @param signed the application as it was signed (a JWS), which any JOSE library can verify for as long as it is kept; null where
     *     nothing was signed
     */
    synchronized Customer keep(ProofingRecord record, @Nullable Grounds grounds, @Nullable String signed) {
        Optional<Customer> known = find(record.subject());
        List<Map<String, Object>> records =
                new ArrayList<>(known.map(Customer::records).orElse(List.of()));
        Map<String, Object> form = record.toMap();
        if (grounds != null) {
            form.put("decision", decision(grounds));
        }
        if (signed != null) {
            form.put("signed_application", signed);
        }
        records.add(form);
        Customer customer = new Customer(
                known.map(Customer::number).orElseGet(() -> shop.number(count() + 1)),
                known.map(Customer::since).orElse(record.proofedAt()),
                records);
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("number", customer.number());
        kept.put("since", customer.since().toString());
        kept.put("records", records);
        try {
            Files.createDirectories(folder);
            Path file = file(record.subject());
            Path written = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".new"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(kept));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return customer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By what it can be taken again: its reference at the issuer, or all of it where there is none. */
    private static Map<String, Object> decision(Grounds grounds) {
        Map<String, Object> decision = new LinkedHashMap<>();
        decision.put("procedure", grounds.procedure());
        decision.put("version", grounds.procedureVersion());
        decision.put("at", grounds.at().toString());
        if (grounds.reference() == null) {
            decision.put("record", grounds.record());
        } else {
            decision.put("reference", grounds.reference());
        }
        return decision;
    }

    private int count() {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path ignored : files) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
